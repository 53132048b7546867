package org.nn4j.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.autodiff.GradientCheck;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.Ops;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;
import org.nn4j.compiler.reference.Specialize;

/** What differentiation makes of each operator runs in ONNX Runtime in f32, with sizes known only at run time. */
class GradientLoweringTest {

    static List<Op> differentiable() {
        return Ops.all().stream().filter(Op::isDifferentiable).toList();
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void onnxRuntimeAgreesWithTheReferenceOnGradients(Op op) throws OrtException {
        for (OpSample s : OpSamples.of(op)) {
            Graph forward = Specialize.dtype(s.graph(), DType.F64, DType.F32);
            Graph derivative = GradientCheck.derivative(forward);
            if (s.atKink() || derivative.outputs().isEmpty()) {
                continue;
            }
            try (OnnxRun run = new OnnxRun(derivative)) {
                for (Map<String, Long> sizes : OpSample.SIZES) {
                    Map<String, NdArray> in = s.inputs(forward, sizes);
                    Map<String, NdArray> out = ReferenceEvaluator.evaluate(forward, in);
                    in.putAll(GradientCheck.seeds(derivative, out, new Random(3)));
                    Map<String, NdArray> expected = ReferenceEvaluator.evaluate(derivative, in);
                    assertEquals("", Comparison.difference(expected, run.run(in), 1e-5, 1e-12), s::toString);
                }
            }
        }
    }
}
