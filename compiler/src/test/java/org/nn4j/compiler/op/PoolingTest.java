package org.nn4j.compiler.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** What gradients of pooling do where differences say nothing, and what is made cheaper when a pool is made. */
class PoolingTest {
    private static final Window TWO = Window.tiles(List.of(2, 2));

    /** A background of one colour: however its gradient is shared, it must neither grow nor vanish. */
    @Test
    void equalElementsOfATileShareTheGradient() {
        NdArray x = NdArray.of(DType.F64, new int[] {1, 1, 4, 4}, 1, 1, 0, 2, 1, 1, 1, 1, 3, 2, 5, 6, 3, 1, 7, 7);
        assertArrayEquals(
                new double[] {2.5, 2.5, 0, 20, 2.5, 2.5, 0, 0, 15, 0, 0, 0, 15, 0, 20, 20},
                gradient(TWO, x, 10, 20, 30, 40),
                1e-12);
    }

    @Test
    void theFirstOfEqualElementsOfOverlappingWindowsGetsTheGradient() {
        Window w = new Window(List.of(3), List.of(1), List.of(0), List.of(0));
        NdArray x = NdArray.of(DType.F64, new int[] {1, 1, 5}, 1, 3, 3, 2, 3);
        assertArrayEquals(new double[] {0, 11, 100, 0, 0}, gradient(w, x, 1, 10, 100), 1e-12);
    }

    private static double[] gradient(Window w, NdArray x, double... dy) {
        GraphBuilder b = new GraphBuilder("pool");
        Value in = b.input("x", OpSample.type("f64" + java.util.Arrays.toString(x.sizes())));
        Value y = Pooling.max(b, in, w);
        int[] sizes = java.util.Arrays.stream(y.shape().toLongs())
                .mapToInt(Math::toIntExact)
                .toArray();
        Graph derivative = GradientCheck.derivative(b.build(OpSample.ports(List.of(y))));
        NdArray seed = NdArray.of(DType.F64, sizes, dy);
        return Objects.requireNonNull(ReferenceEvaluator.evaluate(derivative, Map.of("x", x, "seed.out.0", seed))
                        .get("gradient.x"))
                .elements();
    }

    @Test
    void reluMovesBehindAMaximum() {
        GraphBuilder b = new GraphBuilder("pool");
        Value x = b.input("x", OpSample.type("f32[B, 3, 8, 8]"));
        Value y = Pooling.max(b, b.add(Elementwise.RELU, Attributes.NONE, x), TWO);
        assertEquals(List.of("max_pool", "relu"), operators(b, y));
    }

    @Test
    void whatNoWindowReachesIsCutOff() {
        GraphBuilder b = new GraphBuilder("pool");
        Value odd = b.input("odd", OpSample.type("f32[B, 3, 7, 8]"));
        Value open = b.input("open", OpSample.type("f32[B, 3, T, 4]"));
        assertEquals(List.of("slice", "max_pool"), operators(b, Pooling.max(b, odd, TWO)));
        assertEquals(List.of("slice", "average_pool"), operators(b, Pooling.average(b, open, TWO)));
    }

    private static List<String> operators(GraphBuilder b, Value y) {
        return b.buildPart(OpSample.ports(List.of(y))).nodes().stream()
                .map(n -> n.op().name())
                .toList();
    }
}
