package org.nn4j.runtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.session.Device;
import org.nn4j.runtime.session.Graph;
import org.nn4j.runtime.session.Outputs;

/** Runs the graph of a test. */
public final class TestGraph {

    private TestGraph() {}

    /**
     * The outputs of a graph without inputs, by name.
     *
     * @param file an ONNX file that was compiled from a test
     */
    public static Map<String, Tensor> run(Path file) {
        try (Graph graph = Graph.open(file, "test", Device.CPU, 1);
                Outputs outputs = graph.run(
                        slot -> {
                            throw new InternalException("a test's graph asks for " + slot.name(), null);
                        },
                        Set.of(Role.OUTPUT))) {
            return outputs.copies(Role.OUTPUT);
        }
    }
}
