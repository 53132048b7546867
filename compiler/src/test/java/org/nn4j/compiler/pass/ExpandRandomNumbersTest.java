package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.onnx.OnnxFile;
import org.nn4j.compiler.op.RandomOps;

final class ExpandRandomNumbersTest extends PassTest {

    @Test
    void theNumbersStayTheSame() throws Exception {
        for (Shape shape : List.of(Shape.of(B, Dim.of(5), Dim.of(2)), Shape.of(7), Shape.SCALAR)) {
            ExpandRandomNumbersTest fresh = new ExpandRandomNumbersTest();
            Graph g = fresh.random(shape);
            Graph expanded = new ExpandRandomNumbers().apply(g);
            assertTrue(expanded.nodes().stream().noneMatch(n -> n.op() == RandomOps.RANDOM_UNIFORM));
            assertArrayEquals(run(g), run(expanded));
            assertArrayEquals(run(g), run(Passes.optimize(g, true)));
        }
    }

    private Graph random(Shape shape) {
        Value x = x("x");
        Value seed = scalar(DType.I64, "seed");
        Value step = scalar(DType.I64, "step");
        Value position = scalar(DType.I64, "position");
        Graph.Port out = new Graph.Port("u", RandomOps.uniform(b, seed, step, position, "dropout", shape));
        // The size B must be known from some input.
        return b.build(List.of(out, new Graph.Port("same", x)));
    }

    private static float[] run(Graph g) throws OrtException {
        OrtEnvironment env = OrtEnvironment.getEnvironment();
        byte[] file = OnnxFile.write(g, "", Map.of(), Map.of());
        try (OrtSession s = env.createSession(file);
                OnnxTensor x = OnnxTensor.createTensor(env, new float[3][4]);
                OnnxTensor seed = OnnxTensor.createTensor(env, 123456789012L);
                OnnxTensor step = OnnxTensor.createTensor(env, 5L);
                OnnxTensor position = OnnxTensor.createTensor(env, 8L);
                OrtSession.Result r = s.run(Map.of("x", x, "seed", seed, "step", step, "position", position))) {
            java.nio.FloatBuffer numbers = ((OnnxTensor) r.get(0)).getFloatBuffer();
            float[] copy = new float[numbers.remaining()];
            numbers.get(copy);
            return copy;
        }
    }
}
