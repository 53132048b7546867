package org.nn4j.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphPrinter;
import org.nn4j.compiler.ir.GraphVerifier;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.Ops;
import org.nn4j.compiler.op.RandomGraph;
import org.nn4j.compiler.op.ScanOf;
import org.nn4j.compiler.pass.Passes;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/**
 * Every operator in the body of a scan, and graphs made by chance: passes take out of the scan what they can, and nothing
 * changes; the gradient is that of differences, before and after passes.
 */
class ScanBodiesTest {

    /** Set by hand for a longer search. */
    private static final int GRAPHS = Integer.getInteger("nn4j.randomGraphs", 20);

    /** No gradient goes through a branch, and where it ends on purpose differences say something else. */
    private static final Set<Op> NOT_DIFFERENTIATED = Set.of(ControlOps.BRANCH, Elementwise.STOP_GRADIENT);

    static List<Op> operators() {
        // Steps of a loop of their own number each cannot be stacked.
        return Ops.all().stream().filter(op -> op != ControlOps.LOOP).toList();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void passesKeepTheMeaningOfEveryOperatorInAScan(Op op) {
        for (OpSample s : samples(op)) {
            for (boolean first : new boolean[] {true, false}) {
                OpSample scan = ScanOf.of(s, first, false);
                Map<String, NdArray> in = scan.inputs(scan.graph(), OpSample.SIZES.get(0));
                agree(scan.graph(), Passes.optimize(scan.graph()), in);
            }
        }
    }

    private static List<OpSample> samples(Op op) {
        return OpSamples.of(op).stream()
                .filter(s -> !s.graph().inputs().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void gradientsAgreeWithDifferencesInAScanToo(Op op) {
        if (op.isDifferentiable() && !NOT_DIFFERENTIATED.contains(op)) {
            samples(op).stream().filter(s -> !s.atKink()).forEach(s -> gradient(ScanOf.of(s, true, true)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void soItIsForRandomBodies(boolean reverse) throws OrtException {
        for (int seed = 0; seed < GRAPHS; seed++) {
            OpSample scan = ScanOf.of(RandomGraph.of(seed, DType.F64, 8, true), seed % 2 == 0, reverse);
            Graph optimized = Passes.optimize(scan.graph());
            for (Map<String, Long> sizes : OpSample.SIZES) {
                Map<String, NdArray> in = scan.inputs(scan.graph(), sizes);
                agree(scan.graph(), optimized, in);
                try (OnnxRun run = new OnnxRun(optimized)) {
                    Map<String, NdArray> expected = ReferenceEvaluator.evaluate(scan.graph(), in);
                    assertEquals("", Comparison.difference(expected, run.run(in), 1e-4, 1e-9));
                }
            }
            gradient(scan);
        }
    }

    @Test
    void scansOfScansToo() throws OrtException {
        for (int seed = 0; seed < GRAPHS / 3; seed++) {
            OpSample inner = ScanOf.of(RandomGraph.of(seed, DType.F64, 5, true), true, false);
            gradient(ScanOf.of(inner, seed % 2 == 0, true));
        }
    }

    private static void gradient(OpSample scan) {
        Graph derivative = GradientCheck.derivative(scan.graph());
        Graph optimized = Passes.optimize(derivative);
        Map<String, NdArray> in = scan.inputs(scan.graph(), OpSample.SIZES.get(0));
        GradientCheck.check(GraphPrinter.print(scan.graph()), scan.graph(), in);
        in.putAll(GradientCheck.seeds(derivative, ReferenceEvaluator.evaluate(scan.graph(), in), new Random(5)));
        agree(derivative, optimized, in);
    }

    private static void agree(Graph g, Graph optimized, Map<String, NdArray> in) {
        GraphVerifier.verify(optimized, "Passes");
        Map<String, NdArray> expected = ReferenceEvaluator.evaluate(g, in);
        assertEquals(
                "",
                Comparison.difference(expected, ReferenceEvaluator.evaluate(optimized, in), 1e-6, 1e-9),
                () -> GraphPrinter.print(g) + GraphPrinter.print(optimized));
    }
}
