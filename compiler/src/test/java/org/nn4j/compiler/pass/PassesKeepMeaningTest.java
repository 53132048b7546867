package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphPrinter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.Ops;
import org.nn4j.compiler.op.RandomGraph;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;
import org.nn4j.compiler.reference.Specialize;

/** All passes together, on graphs that nobody had in mind when writing a pass: what goes in comes out. */
class PassesKeepMeaningTest {

    /** Set by hand for a longer search. */
    private static final int GRAPHS = Integer.getInteger("nn4j.randomGraphs", 60);

    static List<Op> operators() {
        return Ops.all();
    }

    /** Those that leave small tensors alone, set to do all they can. */
    private static final List<Pass> FOR_LARGE =
            List.of(new TransposeActivations(1), new ElementwiseInRows(1, 1, Long.MAX_VALUE));

    @ParameterizedTest
    @MethodSource("operators")
    void ofEveryOperator(Op op) {
        for (OpSample s : OpSamples.of(op)) {
            keepsMeaning(s, s.graph(), Map.of());
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void ofEveryGradient(Op op) {
        for (OpSample s : op.isDifferentiable() ? OpSamples.of(op) : List.<OpSample>of()) {
            keepsMeaningOfGradient(s);
        }
    }

    @Test
    void ofRandomGraphs() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            OpSample s = RandomGraph.of(seed, DType.F64, 12, false);
            keepsMeaning(s, s.graph(), Map.of());
        }
    }

    @Test
    void ofRandomGradients() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            keepsMeaningOfGradient(RandomGraph.of(seed, DType.F64, 8, false));
        }
    }

    private static void keepsMeaningOfGradient(OpSample s) {
        Graph derivative = GradientCheck.derivative(s.graph());
        for (Map<String, Long> sizes : OpSample.SIZES) {
            Map<String, NdArray> out = ReferenceEvaluator.evaluate(s.graph(), s.inputs(s.graph(), sizes));
            Map<String, NdArray> seeds = GradientCheck.seeds(derivative, out, new Random(4));
            keepsMeaning(s, derivative, seeds, sizes);
        }
    }

    private static void keepsMeaning(OpSample s, Graph g, Map<String, NdArray> more) {
        OpSample.SIZES.forEach(sizes -> keepsMeaning(s, g, more, sizes));
    }

    private static void keepsMeaning(OpSample s, Graph g, Map<String, NdArray> more, Map<String, Long> sizes) {
        Map<String, NdArray> in = s.inputs(s.graph(), sizes);
        in.putAll(more);
        Map<String, NdArray> expected = ReferenceEvaluator.evaluate(g, in);
        for (Graph variant : List.of(g, Specialize.sizes(g, sizes))) {
            Graph optimized = Passes.run(FOR_LARGE, Passes.optimize(Passes.beforeGradients(variant), true), true);
            assertEquals(ports(variant.inputs()), ports(optimized.inputs()));
            Map<String, NdArray> actual = ReferenceEvaluator.evaluate(optimized, in);
            assertEquals(List.copyOf(expected.keySet()), List.copyOf(actual.keySet()));
            expected.forEach((name, x) -> {
                NdArray y = actual.getOrDefault(name, x);
                assertTrue(
                        same(x, y),
                        () -> s + ": " + name + " was " + x + " and is " + y + "\n" + GraphPrinter.print(variant) + "\n"
                                + GraphPrinter.print(optimized));
            });
        }
    }

    private static List<String> ports(List<Graph.Port> ports) {
        List<String> names = new ArrayList<>();
        ports.forEach(p -> names.add(p.name() + " " + p.value().type()));
        return names;
    }

    /** Up to rounding, relative to the largest element: passes may add in another order. */
    private static boolean same(NdArray x, NdArray y) {
        double[] a = x.elements();
        double[] b = y.elements();
        double largest =
                Arrays.stream(a).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        for (int i = 0; i < a.length; i++) {
            boolean near = Math.abs(a[i] - b[i]) <= 1e-11 * Math.max(1, largest);
            if (!near && Double.compare(a[i], b[i]) != 0) {
                return false;
            }
        }
        return x.dtype() == y.dtype() && Arrays.equals(x.sizes(), y.sizes());
    }
}
