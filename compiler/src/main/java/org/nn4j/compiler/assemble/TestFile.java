package org.nn4j.compiler.assemble;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.onnx.OnnxFile;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.pass.Passes;
import org.nn4j.compiler.program.TestProgram;

/** Turns a test into an ONNX file without inputs, whose outputs say what its checks saw. */
public final class TestFile {

    private static final String KIND = "test";

    private TestFile() {}

    /** The bytes of the file. */
    public static byte[] assemble(TestProgram test) {
        FileGraph file = new FileGraph(KIND);
        GraphBuilder b = file.builder();
        Map<String, Value> known = new HashMap<>();
        known.put("seed", Constants.scalar(b, DType.I64, test.seed()));
        known.put("step", Constants.scalar(b, DType.I64, 0));
        known.put("position", Constants.scalar(b, DType.I64, 0));
        known.putAll(inline(b, test.initial(), known));
        inline(b, test.graph(), known).forEach((name, v) -> file.output(name, v, Role.OUTPUT));
        FileGraph.Finished finished = file.finish();
        return OnnxFile.write(finished.graph(), "", Map.of(), Metadata.ofTest(finished));
    }

    private static Map<String, Value> inline(GraphBuilder b, Graph graph, Map<String, Value> known) {
        Graph pruned = Passes.beforeGradients(graph);
        Set<Value> read = pruned.reads();
        Map<Value, Value> arguments = new HashMap<>();
        pruned.inputs().stream()
                .filter(p -> read.contains(p.value()))
                .forEach(p -> arguments.put(p.value(), Objects.requireNonNull(known.get(p.name()), p.name())));
        List<Value> results = b.inline(pruned, arguments);
        Map<String, Value> byName = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            byName.put(graph.outputs().get(i).name(), results.get(i));
        }
        return byName;
    }
}
