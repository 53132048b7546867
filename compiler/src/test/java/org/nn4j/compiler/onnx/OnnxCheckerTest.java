package org.nn4j.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.onnx.proto.GraphProto;
import org.nn4j.compiler.onnx.proto.ModelProto;
import org.nn4j.compiler.onnx.proto.NodeProto;
import org.nn4j.compiler.onnx.proto.OperatorSetIdProto;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.Ops;
import org.nn4j.compiler.op.RandomGraph;

/** What is written are valid ONNX files. */
class OnnxCheckerTest {

    @TempDir
    Path folder;

    @Test
    void everyOperatorIsWrittenAsValidOnnx() throws IOException {
        for (OpSample s : OpSamples.all()) {
            write(s.graph());
        }
        OnnxChecker.check(folder);
    }

    @Test
    void gradientsAreWrittenAsValidOnnx() throws IOException {
        for (var op : Ops.all()) {
            if (op.isDifferentiable()) {
                for (OpSample s : OpSamples.of(op)) {
                    write(GradientCheck.derivative(s.graph()));
                }
            }
        }
        OnnxChecker.check(folder);
    }

    @Test
    void randomGraphsAreWrittenAsValidOnnx() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            OpSample s = RandomGraph.of(seed, DType.F32, 12, false);
            write(s.graph());
        }
        OnnxChecker.check(folder);
    }

    @Test
    void graphsWithWeightsInAFileBesideAreValidOnnx() throws IOException {
        GraphBuilder b = new GraphBuilder("weights");
        Value x = b.input("x", OpSample.type("f32[B, 3]"));
        Value w = b.input("w", OpSample.type("f32[3, 2]"));
        Graph g = b.build(List.of(new Graph.Port("y", MatrixOps.matmul(b, x, w))));
        Files.write(folder.resolve("weights.bin"), new byte[8 + 24]);
        byte[] model =
                OnnxFile.write(g, "doc", Map.of("w", new OnnxFile.Weights("weights.bin", 8)), Map.of("key", "value"));
        Files.write(folder.resolve("model.onnx"), model);
        OnnxChecker.check(folder.resolve("model.onnx"));
    }

    @Test
    void checkerRefusesWhatIsNotValid() throws IOException {
        OnnxChecker.assumeInstalled();
        GraphBuilder b = new GraphBuilder("g");
        Value x = b.input("x", OpSample.type("f32[2]"));
        Graph g = b.build(OpSample.ports(List.of(b.add(Elementwise.EXP, Attributes.NONE, x))));
        ModelProto valid = ModelProto.parseFrom(OnnxFile.write(g, "", Map.of(), Map.of()));
        GraphProto graph = valid.getGraph();
        NodeProto exp = graph.getNode(0);
        List<ModelProto> invalid = List.of(
                valid.toBuilder()
                        .clearOpsetImport()
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(0))
                        .build(),
                with(valid, graph.toBuilder().setNode(0, exp.toBuilder().setOpType("Unknown"))),
                with(valid, graph.toBuilder().setNode(0, exp.toBuilder().setInput(0, "nobody"))),
                with(valid, graph.toBuilder().addNode(exp)));
        for (int i = 0; i < invalid.size(); i++) {
            Path file = folder.resolve(i + ".onnx");
            Files.write(file, invalid.get(i).toByteArray());
            AssertionError e = assertThrows(AssertionError.class, () -> OnnxChecker.check(file), "invalid " + i);
            assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e::getMessage);
        }
    }

    private static ModelProto with(ModelProto model, GraphProto.Builder graph) {
        return model.toBuilder().setGraph(graph).build();
    }

    private int files;

    private void write(Graph g) throws IOException {
        Path file = folder.resolve(g.name() + "_" + files++ + ".onnx");
        Files.write(file, OnnxFile.write(g, "", Map.of(), Map.of()));
    }
}
