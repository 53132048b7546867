package org.nn4j.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.onnx.proto.ModelProto;
import org.nn4j.compiler.onnx.proto.NodeProto;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** Names, constants and sizes, which no single operator is responsible for. */
class LowerToOnnxTest {

    private final GraphBuilder b = new GraphBuilder("g");
    private final Map<String, NdArray> in =
            Map.of("x", NdArray.of(DType.F32, new int[] {2}, 1, 2), "t0", NdArray.of(DType.F32, new int[] {2}, 3, 4));

    @Test
    void portsMayHaveTheNamesThatTheWriterWouldGive() throws OrtException {
        Value x = b.input("x", OpSample.type("f32[2]"));
        Value t0 = b.input("t0", OpSample.type("f32[2]"));
        Value product = Elementwise.mul(b, x, t0);
        Value exp = Elementwise.exp(b, product);
        Value sum = Elementwise.add(b, exp, product);
        agree(b.build(List.of(new Graph.Port("t2", product), new Graph.Port("t1", sum), new Graph.Port("t3", exp))));
    }

    @Test
    void valueMayBeSeveralOutputs() throws OrtException {
        Value x = b.input("x", OpSample.type("f32[2]"));
        Value exp = Elementwise.exp(b, x);
        agree(b.build(List.of(new Graph.Port("one", exp), new Graph.Port("other", exp))));
    }

    @Test
    void inputOrConstantMayBeAnOutput() throws OrtException {
        Value x = b.input("x", OpSample.type("f32[2]"));
        Value stopped = b.add(Elementwise.STOP_GRADIENT, Attributes.NONE, x);
        agree(b.build(List.of(
                new Graph.Port("one", x),
                new Graph.Port("stopped", stopped),
                new Graph.Port("constant", Constants.scalar(b, DType.F32, 3)))));
    }

    @Test
    void bodiesUseOutputsOfTheGraphAroundThem() throws OrtException {
        Value x = b.input("x", OpSample.type("f32[2]"));
        Value exp = Elementwise.exp(b, x);
        GraphBuilder then = b.region("then");
        GraphBuilder otherwise = b.region("otherwise");
        Value chosen = ControlOps.branch(
                        b,
                        Constants.scalar(b, DType.BOOL, 1),
                        then.build(OpSample.ports(List.of(Elementwise.neg(then, exp)))),
                        otherwise.build(OpSample.ports(List.of(exp))))
                .get(0);
        agree(b.build(List.of(new Graph.Port("exp", exp), new Graph.Port("chosen", chosen))));
    }

    @Test
    void stateUpdatedInPlaceHasNoNodeBehindIt() throws InvalidProtocolBufferException {
        Value x = b.input("x", OpSample.type("f32[2]"));
        ModelProto model = model(b.build(List.of(new Graph.Port("next", Elementwise.exp(b, x)))));
        assertEquals(List.of("Exp"), opTypes(model));
        assertEquals("next", model.getGraph().getNode(0).getOutput(0));
    }

    @Test
    void sizesAreComputedOnce() throws InvalidProtocolBufferException {
        Value x = b.input("x", OpSample.type("f32[B, 3]"));
        Shape wide = Shape.of(Dim.symbol("B"), Dim.of(2), Dim.of(3));
        Value y = ShapeOps.broadcastTo(b, ShapeOps.unsqueeze(b, x, List.of(1)), wide);
        Value z = Constants.fill(b, DType.F32, 1, wide);
        ModelProto model = model(b.build(OpSample.ports(List.of(Elementwise.add(b, y, z)))));
        assertEquals(1, opTypes(model).stream().filter("Shape"::equals).count());
        assertEquals(1, opTypes(model).stream().filter("Concat"::equals).count());
    }

    @Test
    void sizeThatNoTensorTellsIsAnErrorOfTheCompiler() {
        Graph g = b.build(OpSample.ports(List.of(Constants.range(b, Dim.symbol("B")))));
        assertThrows(IllegalStateException.class, () -> OnnxFile.write(g, "", Map.of(), Map.of()));
    }

    @Test
    void equalGraphsGiveEqualBytes() {
        for (OpSample s : OpSamples.all()) {
            assertArrayEquals(
                    OnnxFile.write(s.graph(), "", Map.of(), Map.of("b", "1", "a", "2")),
                    OnnxFile.write(s.graph(), "", Map.of(), Map.of("a", "2", "b", "1")));
        }
    }

    private static ModelProto model(Graph g) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(OnnxFile.write(g, "", Map.of(), Map.of()));
    }

    private static List<String> opTypes(ModelProto model) {
        return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
    }

    private void agree(Graph g) throws OrtException {
        try (OnnxRun run = new OnnxRun(g)) {
            assertEquals("", Comparison.difference(ReferenceEvaluator.evaluate(g, in), run.run(in), 1e-5, 0));
        }
    }
}
