package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphPrinter;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.RandomGraph;
import org.nn4j.compiler.op.RandomOps;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** Whatever operators meet: what a graph means is the same before and after all passes. */
final class PassesKeepMeaningTest {

    /** Set by hand for a longer search. */
    private static final int GRAPHS = Integer.getInteger("nn4j.randomGraphs", 200);

    @Test
    void ofRandomGraphsAndTheirGradients() {
        int compared = 0;
        int nodesBefore = 0;
        int nodesAfter = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            OpSample s = RandomGraph.of(seed, DType.F64, 12, true);
            Graph derivative = GradientCheck.derivative(s.graph());
            Graph optimized = Passes.optimize(derivative, true);
            nodesBefore += derivative.nodes().size();
            nodesAfter += optimized.nodes().size();
            for (Map<String, Long> sizes : OpSample.SIZES) {
                Map<String, NdArray> in = s.inputs(s.graph(), sizes);
                Map<String, NdArray> out = ReferenceEvaluator.evaluate(s.graph(), in);
                in.putAll(GradientCheck.seeds(derivative, out, new Random(seed)));
                compared += agree(derivative, optimized, in) ? 1 : 0;
            }
        }
        assertTrue(compared > GRAPHS, "most graphs are too large in value to compare");
        assertTrue(nodesAfter < nodesBefore);
    }

    @Test
    void ofEveryOperator() {
        for (OpSample s : OpSamples.all()) {
            boolean random = s.graph().nodes().stream().map(Node::op).anyMatch(o -> o == RandomOps.RANDOM_UNIFORM);
            // The reference knows no 32-bit arithmetic that wraps around; what random numbers become has its own test.
            if (!random) {
                Graph optimized = Passes.optimize(s.graph(), true);
                for (Map<String, Long> sizes : OpSample.SIZES) {
                    agree(s.graph(), optimized, s.inputs(s.graph(), sizes));
                }
            }
        }
    }

    /** False where values are too large to compare. */
    private static boolean agree(Graph before, Graph after, Map<String, NdArray> in) {
        Map<String, NdArray> expected = ReferenceEvaluator.evaluate(before, in);
        boolean moderate = expected.values().stream()
                .flatMapToDouble(a -> Arrays.stream(a.elements()))
                .allMatch(v -> Math.abs(v) < 1e6);
        if (!moderate) {
            return false;
        }
        Map<String, NdArray> actual = ReferenceEvaluator.evaluate(after, in);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, e) -> {
            double[] want = e.elements();
            double scale = Math.max(1, Arrays.stream(want).map(Math::abs).max().orElse(0));
            NdArray got = actual.getOrDefault(name, e);
            assertEquals(e.dtype(), got.dtype());
            assertArrayEquals(e.sizes(), got.sizes());
            assertArrayEquals(
                    want,
                    got.elements(),
                    1e-9 * scale,
                    () -> GraphPrinter.print(before) + GraphPrinter.print(after) + in);
        });
        return true;
    }
}
