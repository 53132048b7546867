package org.nn4j.compiler.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.Ops;
import org.nn4j.compiler.op.RecurrentOps;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** The gradient of every operator agrees with differences; where none is declared, there is none. */
class GradientTest {

    /** They end gradients that there are: one is for that, and nothing is trained through the others. */
    private static final List<Op> ENDS_GRADIENTS =
            List.of(Elementwise.STOP_GRADIENT, RecurrentOps.RNN, RecurrentOps.GRU, RecurrentOps.LSTM);

    /** Nothing is differentiated through these, and asking for it is refused. */
    private static final List<Op> REFUSED = List.of(ControlOps.LOOP, ControlOps.BRANCH);

    static List<Op> operators() {
        return Ops.all();
    }

    static List<Op> differentiated() {
        return Ops.all().stream()
                .filter(op -> !ENDS_GRADIENTS.contains(op) && !REFUSED.contains(op))
                .toList();
    }

    static List<Op> notDifferentiable() {
        return Ops.all().stream()
                .filter(op -> !op.isDifferentiable() && !REFUSED.contains(op))
                .toList();
    }

    static List<Op> refused() {
        return REFUSED;
    }

    @ParameterizedTest
    @MethodSource("operators")
    void everyOperatorHasSamples(Op op) {
        assertFalse(OpSamples.of(op).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("operators")
    void everyDifferentiableOperatorHasSamplesForItsGradient(Op op) {
        boolean sampled = OpSamples.of(op).stream()
                .anyMatch(s -> !s.atKink()
                        && s.graph().inputs().stream()
                                .anyMatch(p -> p.value().dtype().isFloat()));
        assertTrue(sampled || !op.isDifferentiable());
    }

    /** For what is declared as not differentiable too: the differences must be 0 there, or a gradient was forgotten. */
    @ParameterizedTest
    @MethodSource("differentiated")
    void gradientAgreesWithDifferences(Op op) {
        for (OpSample s : OpSamples.of(op)) {
            for (Map<String, Long> sizes : s.atKink() ? List.<Map<String, Long>>of() : OpSample.SIZES) {
                GradientCheck.check(s.toString(), s.graph(), s.inputs(s.graph(), sizes));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("notDifferentiable")
    void nothingFlowsThroughWhatIsNotDifferentiable(Op op) {
        for (OpSample s : OpSamples.of(op)) {
            Graph derivative = GradientCheck.derivative(s.graph());
            Map<String, NdArray> in = s.inputs(s.graph(), OpSample.SIZES.get(0));
            Map<String, NdArray> out = ReferenceEvaluator.evaluate(s.graph(), in);
            in.putAll(GradientCheck.seeds(derivative, out, new Random(1)));
            ReferenceEvaluator.evaluate(derivative, in).forEach((name, gradient) -> {
                for (double g : gradient.elements()) {
                    assertEquals(0, g, () -> s + " lets through " + name);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void differentiatingThroughABodyIsRefused(Op op) {
        for (OpSample s : OpSamples.of(op)) {
            assertThrows(IllegalStateException.class, () -> GradientCheck.derivative(s.graph()));
        }
    }
}
