package org.nn4j.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphPrinter;
import org.nn4j.compiler.ir.GraphVerifier;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.RandomGraph;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;
import org.nn4j.compiler.reference.Specialize;

/** Operators that meet by chance: what each does alone is tested elsewhere, here it is how they fit together. */
class RandomGraphsTest {

    /** Set by hand for a longer search. */
    private static final int GRAPHS = Integer.getInteger("nn4j.randomGraphs", 60);

    private static final double F32 = 1e-4;
    private static final double F64 = 1e-11;

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void randomGraphsMeanTheSameInOnnxRuntime(DType dtype) throws OrtException {
        int compared = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            OpSample s = RandomGraph.of(seed, dtype, 10, false);
            GraphVerifier.verify(s.graph(), "RandomGraph");
            for (Map<String, Long> sizes : OpSample.SIZES) {
                compared += agree(s.graph(), sizes, s.inputs(s.graph(), sizes)) ? 1 : 0;
            }
        }
        assertTrue(compared > GRAPHS, () -> "most graphs are too large in value to compare");
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void gradientsOfRandomGraphsMeanTheSameInOnnxRuntimeAndAgreeWithDifferences(DType dtype) throws OrtException {
        int compared = 0;
        for (int seed = 0; seed < GRAPHS / 2; seed++) {
            OpSample s = RandomGraph.of(seed, dtype, 7, true);
            Graph derivative = GradientCheck.derivative(s.graph());
            for (Map<String, Long> sizes : OpSample.SIZES) {
                Map<String, NdArray> in = s.inputs(s.graph(), sizes);
                Map<String, NdArray> out = ReferenceEvaluator.evaluate(s.graph(), in);
                if (moderate(out)) {
                    GradientCheck.check(GraphPrinter.print(s.graph()), s.graph(), in);
                    in.putAll(GradientCheck.seeds(derivative, out, new Random(seed)));
                    compared += agree(derivative, sizes, in) ? 1 : 0;
                }
            }
        }
        assertTrue(compared > GRAPHS / 2, () -> "most graphs are too large in value to compare");
    }

    /** With sizes known at run time only, and with known ones; false where values are too large to compare. */
    private static boolean agree(Graph g, Map<String, Long> sizes, Map<String, NdArray> in) throws OrtException {
        Map<String, NdArray> expected = ReferenceEvaluator.evaluate(g, in);
        if (!moderate(expected)) {
            return false;
        }
        for (Graph variant : List.of(g, Specialize.sizes(g, sizes))) {
            try (OnnxRun run = new OnnxRun(variant)) {
                String difference = Comparison.difference(expected, run.run(in), F32, F64);
                assertEquals("", difference, () -> GraphPrinter.print(variant) + in.entrySet());
            }
        }
        return true;
    }

    private static boolean moderate(Map<String, NdArray> values) {
        return values.values().stream()
                .flatMapToDouble(a -> Arrays.stream(a.elements()))
                .allMatch(v -> Math.abs(v) < 50);
    }
}
