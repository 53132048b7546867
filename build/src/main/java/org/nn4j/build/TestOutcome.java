package org.nn4j.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.CompiledTest;
import org.nn4j.runtime.TestGraph;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.UserException;

/**
 * What a test came to.
 *
 * @param name the test's
 * @param seconds how long it ran
 * @param faults lines that say what does not hold; none where it passed
 */
public record TestOutcome(String name, double seconds, List<String> faults) {

    public TestOutcome {
        faults = List.copyOf(faults);
    }

    /** Runs a test. */
    public static TestOutcome of(CompiledTest test) throws IOException {
        long start = System.nanoTime();
        List<String> faults;
        try {
            faults = CheckReport.of(test, outputs(test));
        } catch (UserException e) {
            // That it was a file is nobody's business.
            faults = List.of(String.valueOf(e.getMessage()).replaceFirst("^\\S*\\.onnx: ", ""));
        }
        return new TestOutcome(test.name(), (System.nanoTime() - start) / 1e9, faults);
    }

    public boolean passed() {
        return faults.isEmpty();
    }

    private static Map<String, Tensor> outputs(CompiledTest test) throws IOException {
        if (!test.runs()) {
            return Map.of();
        }
        Path graph = Files.createTempFile("nn4j-", ".onnx");
        try {
            Files.write(graph, test.graph());
            return TestGraph.run(graph);
        } finally {
            Files.deleteIfExists(graph);
        }
    }
}
