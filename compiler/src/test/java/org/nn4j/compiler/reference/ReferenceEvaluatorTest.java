package org.nn4j.compiler.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.Ops;

class ReferenceEvaluatorTest {

    static Stream<Op> operators() {
        return Ops.all().stream();
    }

    static Stream<OpSample> foldable() {
        return OpSamples.all().stream()
                .filter(s -> s.op().scalarMeaning() != null && s.graph().nodes().size() == 1);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void everyOperatorHasAMeaning(Op op) {
        assertNotNull(Meanings.of(op));
    }

    /** The compiler folds constants through these. */
    @ParameterizedTest
    @MethodSource("foldable")
    void meaningForNumbersAgreesWithMeaningForTensors(OpSample s) {
        Map<String, NdArray> in = s.inputs(s.graph(), OpSample.SIZES.get(0));
        NdArray out =
                ReferenceEvaluator.evaluate(s.graph(), in).values().iterator().next();
        List<NdArray> arguments = List.copyOf(in.values());
        NdArray folded = NdArray.generate(
                out.dtype(),
                out.sizes(),
                i -> java.util.Objects.requireNonNull(s.op().scalarMeaning())
                        .applyAsDouble(
                                arguments.stream().mapToDouble(x -> x.spread(i)).toArray()));
        assertArrayEquals(out.elements(), folded.elements(), 1e-15);
    }

    @Test
    void sizesComeFromTheInputs() {
        GraphBuilder b = new GraphBuilder("g");
        Value x = b.input("x", OpSample.type("f64[B, T]"));
        Value y = b.input("y", OpSample.type("f64[T, 2]"));
        Graph g = b.build(OpSample.ports(List.of(MatrixOps.matmul(b, x, y))));
        NdArray one = NdArray.of(DType.F64, new int[] {1, 3}, 1, 2, 3);
        NdArray other = NdArray.of(DType.F64, new int[] {3, 2}, 1, 2, 3, 4, 5, 6);
        assertEquals(
                "{out.0=f64[1, 2] [22.0, 28.0]}",
                ReferenceEvaluator.evaluate(g, Map.of("x", one, "y", other)).toString());
        assertThrows(
                IllegalStateException.class,
                () -> ReferenceEvaluator.evaluate(g, Map.of("x", one.reshaped(new int[] {3, 1}), "y", other)));
    }

    @Test
    void errorFunctionIsExactToTheLastDigits() {
        // Abramowitz and Stegun, table 7.1.
        double[] x = {0, 0.5, 1, 1.5, 2, -1, 7};
        double[] erf = {
            0, 0.5204998778130465, 0.8427007929497149, 0.9661051464753108, 0.9953222650189527, -0.8427007929497149, 1
        };
        GraphBuilder b = new GraphBuilder("g");
        Value in = b.input("x", OpSample.type("f64[7]"));
        Graph g = b.build(OpSample.ports(List.of(b.add(Elementwise.ERF, org.nn4j.compiler.ir.Attributes.NONE, in))));
        NdArray out = ReferenceEvaluator.evaluate(g, Map.of("x", NdArray.of(DType.F64, new int[] {7}, x)))
                .get("out.0");
        assertNotNull(out);
        assertArrayEquals(erf, out.elements(), 1e-15);
    }
}
