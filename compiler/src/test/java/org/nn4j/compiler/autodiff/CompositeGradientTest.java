package org.nn4j.compiler.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nn4j.compiler.op.Constants.scalarLike;
import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.equal;
import static org.nn4j.compiler.op.Elementwise.exp;
import static org.nn4j.compiler.op.Elementwise.log;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.neg;
import static org.nn4j.compiler.op.Elementwise.sigmoid;
import static org.nn4j.compiler.op.Elementwise.sub;
import static org.nn4j.compiler.op.Filler.below;
import static org.nn4j.compiler.op.Filler.given;
import static org.nn4j.compiler.op.OpSample.in;
import static org.nn4j.compiler.op.Trigonometry.sin;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ChannelOps;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ConvGeometry;
import org.nn4j.compiler.op.Convolution;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** Differentiation of whole expressions: how gradients meet, spread and end. */
class CompositeGradientTest {

    @Test
    void gradientsOfAValueUsedTwiceAddUp() {
        check(Elementwise.MUL, (b, in) -> List.of(mul(b, in.get(0), in.get(0))), in("f64[B, 3]"));
        check(Elementwise.ADD, (b, in) -> List.of(add(b, in.get(0), in.get(0))), in("f64[3]"));
        check(
                Elementwise.SUB,
                (b, in) -> List.of(sub(b, exp(b, in.get(0)), mul(b, in.get(0), in.get(1)))),
                in("f64[B, 3]"),
                in("f64[3]"));
    }

    @Test
    void gradientsMeetAtTheTopOfADiamond() {
        check(
                Elementwise.MUL,
                (b, in) -> {
                    Value top = sin(b, in.get(0));
                    Value left = exp(b, top);
                    Value right = sigmoid(b, top);
                    Value inner = add(b, mul(b, left, top), right);
                    return List.of(mul(b, inner, left));
                },
                in("f64[2, B]"));
    }

    @Test
    void gradientsOfSeveralOutputsAddUp() {
        check(
                Elementwise.MUL,
                (b, in) -> {
                    Value product = mul(b, in.get(0), in.get(1));
                    return List.of(product, sin(b, product), Reduction.sum(b, in.get(0), List.of(0), false));
                },
                in("f64[B, 3]"),
                in("f64[3]"));
    }

    @Test
    void whatTheOutputDoesNotDependOnHasGradientZero() {
        OpSample s = OpSample.of(
                Elementwise.EXP,
                (b, in) -> {
                    sin(b, in.get(1));
                    return List.of(exp(b, in.get(0)));
                },
                in("f64[B]"),
                in("f64[B, 3]"));
        NdArray gradient = gradient(s, "in.1");
        assertArrayEquals(new int[] {4, 3}, gradient.sizes());
        assertArrayEquals(new double[12], gradient.elements());
        check(s);
    }

    @Test
    void broadcastsAlongAChainAreSummedDown() {
        check(
                Elementwise.ADD,
                (b, in) -> {
                    Value row = add(b, in.get(0), in.get(1));
                    Value table = mul(b, row, in.get(2));
                    Value cube = div(b, table, exp(b, in.get(3)));
                    return List.of(add(b, cube, in.get(4)));
                },
                in("f64"),
                in("f64[3]"),
                in("f64[B, 1]"),
                in("f64[2, 1, 3]"),
                in("f64[1, B, 1]"));
    }

    /** The factor of a normalisation ends up in the kernels of the convolution before it. */
    @Test
    void gradientsPassThroughANormalisationIntoAConvolution() {
        check(
                Convolution.CONV,
                (b, in) -> {
                    ConvGeometry g = new ConvGeometry(List.of(2), List.of(1), List.of(0), List.of(1), 2);
                    Value y = b.add(Convolution.CONV, g.attributes(), in.get(0), in.get(1), in.get(2));
                    Value z = ChannelOps.batchNorm(b, y, in.get(3), in.get(4), 0.1)
                            .get(0);
                    return List.of(sin(b, z), y);
                },
                in("f64[B, 2, 7]"),
                in("f64[4, 1, 3]"),
                in("f64[4]"),
                in("f64[4]"),
                in("f64[4]"));
        check(
                Convolution.CONV,
                (b, in) -> {
                    ConvGeometry g = new ConvGeometry(List.of(1), List.of(0), List.of(0), List.of(1), 1);
                    Value y = Convolution.conv(b, in.get(0), in.get(1), g);
                    return List.of(sin(
                            b,
                            ChannelOps.batchNorm(b, y, in.get(2), in.get(3), 0.1)
                                    .get(0)));
                },
                in("f64[B, 2, 5]"),
                in("f64[3, 2, 2]"),
                in("f64[3]"),
                in("f64[3]"));
    }

    @Test
    void rowsGatheredSeveralTimesCollectTheirGradients() {
        OpSample s = OpSample.of(
                IndexOps.GATHER,
                (b, in) -> List.of(IndexOps.gather(b, in.get(0), in.get(1))),
                in("f64[4, 2]"),
                in("i64[5]", given(2, 2, 0, 2, 3)));
        check(s);
        GraphBuilder b = new GraphBuilder("rows");
        Value table = b.input("table", OpSample.type("f64[4, 1]"));
        Value indices =
                Constants.constant(b, new org.nn4j.compiler.ir.Tensor(DType.I64, OpSample.shape("[5]"), 2, 2, 0, 2, 3));
        Value sum = Reduction.sumAll(b, IndexOps.gather(b, table, indices));
        Value g = Differentiate.gradients(b, sum, Constants.scalar(b, DType.F64, 1), List.of(table))
                .get(0);
        NdArray counted = Objects.requireNonNull(ReferenceEvaluator.evaluate(
                        b.build(OpSample.ports(List.of(g))),
                        Map.of("table", NdArray.zeros(DType.F64, new int[] {4, 1})))
                .get("out.0"));
        assertArrayEquals(new double[] {1, 0, 3, 1}, counted.elements());
    }

    @Test
    void tiedLargestElementsShareTheGradient() {
        OpSample s = OpSample.of(
                Reduction.MAX,
                (b, in) ->
                        List.of(Reduction.sumAll(b, Reduction.reduce(b, Reduction.MAX, in.get(0), List.of(1), false))),
                in("f64[2, 3]", given(5, 1, 5, 2, 2, 2)));
        double third = 1.0 / 3;
        assertArrayEquals(
                new double[] {0.5, 0, 0.5, third, third, third},
                gradient(s, "in.0").elements(),
                1e-15);
    }

    @Test
    void atKinksTheDocumentedSideIsTaken() {
        assertArrayEquals(new double[] {0, 1, 0}, unary(Elementwise.RELU, 0, 2, -2));
        assertArrayEquals(new double[] {0, 1, -1}, unary(Elementwise.ABS, 0, 2, -2));
        for (Op op : List.of(Elementwise.MAXIMUM, Elementwise.MINIMUM)) {
            OpSample s = OpSample.of(
                    op,
                    (b, in) -> List.of(Reduction.sumAll(b, b.add(op, Attributes.NONE, in.get(0), in.get(1)))),
                    in("f64[1]", given(3)),
                    in("f64[1]", given(3)));
            assertEquals(1, gradient(s, "in.0").value());
            assertEquals(0, gradient(s, "in.1").value());
        }
    }

    private static double[] unary(Op op, double... at) {
        OpSample s = OpSample.of(
                op,
                (b, in) -> List.of(Reduction.sumAll(b, b.add(op, Attributes.NONE, in.get(0)))),
                in("f64[" + at.length + "]", given(at)));
        return gradient(s, "in.0").elements();
    }

    @Test
    void softmaxCrossEntropyWrittenOutHasTheKnownGradient() {
        OpSample s = OpSample.of(
                Reduction.MEAN,
                (b, in) -> {
                    Value logits = in.get(0);
                    Value shifted = sub(b, logits, Reduction.reduce(b, Reduction.MAX, logits, List.of(1), true));
                    Value logSum = log(b, Reduction.sum(b, exp(b, shifted), List.of(1), true));
                    Value classes = Constants.range(b, logits.shape().dim(1));
                    Value hot =
                            cast(b, equal(b, ShapeOps.unsqueeze(b, in.get(1), List.of(1)), classes), logits.dtype());
                    Value picked = Reduction.sum(b, mul(b, sub(b, shifted, logSum), hot), List.of(1), false);
                    return List.of(neg(b, Reduction.meanAll(b, picked)));
                },
                in("f64[B, 3]"),
                in("i64[B]", below(3)));
        check(s);
        // Known: (softmax - one-hot) / rows.
        Map<String, NdArray> values = s.inputs(s.graph(), OpSample.SIZES.get(0));
        NdArray x = Objects.requireNonNull(values.get("in.0"));
        NdArray label = Objects.requireNonNull(values.get("in.1"));
        NdArray expected = NdArray.generate(DType.F64, x.sizes(), i -> {
            double sum = Math.exp(x.at(i[0], 0)) + Math.exp(x.at(i[0], 1)) + Math.exp(x.at(i[0], 2));
            return (Math.exp(x.at(i)) / sum - (label.at(i[0]) == i[1] ? 1 : 0)) / x.size(0);
        });
        assertArrayEquals(expected.elements(), gradient(s, "in.0").elements(), 1e-14);
    }

    private static final OpSample.Body THREE_LAYERS = (b, in) -> {
        Value h = in.get(0);
        for (int layer = 0; layer < 3; layer++) {
            Value w = in.get(1 + 2 * layer);
            Value bias = in.get(2 + 2 * layer);
            h = b.add(MatrixOps.GEMM, Attributes.NONE, h, w, bias);
            h = layer == 2 ? h : b.add(layer == 0 ? Elementwise.TANH : Elementwise.SOFTPLUS, Attributes.NONE, h);
        }
        Value error = sub(b, h, in.get(7));
        return List.of(Reduction.meanAll(b, mul(b, error, error)));
    };

    private static OpSample threeLayers() {
        return OpSample.of(
                MatrixOps.GEMM,
                THREE_LAYERS,
                in("f64[B, 4]"),
                in("f64[4, 5]"),
                in("f64[5]"),
                in("f64[5, 3]"),
                in("f64[3]"),
                in("f64[3, 1]"),
                in("f64[1]"),
                in("f64[B, 1]"));
    }

    @Test
    void networkOfThreeLayersHasTheRightGradient() {
        check(threeLayers());
    }

    @Test
    void gradientsCanBeDifferentiatedAgain() {
        OpSample s = threeLayers();
        Graph derivative = GradientCheck.derivative(s.graph());
        for (Map<String, Long> sizes : OpSample.SIZES) {
            Map<String, NdArray> values = s.inputs(s.graph(), sizes);
            values.putAll(
                    GradientCheck.seeds(derivative, ReferenceEvaluator.evaluate(s.graph(), values), new Random(2)));
            GradientCheck.check("second derivative", derivative, values);
        }
    }

    @Test
    void valueItselfHasTheSeedAsGradient() {
        GraphBuilder b = new GraphBuilder("g");
        Value x = b.input("x", OpSample.type("f64[3]"));
        Value seed = b.input("seed", OpSample.type("f64[3]"));
        Value y = exp(b, x);
        assertEquals(List.of(seed), Differentiate.gradients(b, y, seed, List.of(y)));
    }

    @Test
    void gradientOfAnIntermediateValueStopsThere() {
        GraphBuilder b = new GraphBuilder("g");
        Value x = b.input("x", OpSample.type("f64[3]"));
        Value seed = b.input("seed", OpSample.type("f64[3]"));
        Value h = exp(b, x);
        int before = b.nodes().size();
        Value g = Differentiate.gradients(b, neg(b, h), seed, List.of(h)).get(0);
        assertEquals(neg(b, seed), g);
        assertEquals(before + 2, b.nodes().size(), "nothing below h is differentiated");
    }

    @Test
    void noGradientPassesThroughIntegers() {
        OpSample s = OpSample.of(
                Elementwise.CAST,
                (b, in) -> List.of(mul(b, cast(b, cast(b, in.get(0), DType.I64), DType.F64), in.get(0))),
                in("f64[4]", given(0.5, 1.5, -2.25, 3.75)));
        check(s);
    }

    @Test
    void nodesMadeByDifferentiationSayThatTheyAreBackward() {
        GraphBuilder b = new GraphBuilder("g");
        Value x = b.input("x", OpSample.type("f64[3]"));
        Value y = mul(b, exp(b, x), scalarLike(b, x, 3));
        int forward = b.nodes().size();
        Differentiate.gradients(b, y, x, List.of(x));
        assertTrue(
                b.nodes().subList(0, forward).stream().noneMatch(n -> n.origin().backward()));
        assertTrue(b.nodes().subList(forward, b.nodes().size()).stream()
                .allMatch(n -> n.origin().backward()));
    }

    private static void check(Op op, OpSample.Body body, OpSample.Input... in) {
        check(OpSample.of(op, body, in));
    }

    private static void check(OpSample s) {
        for (Map<String, Long> sizes : OpSample.SIZES) {
            GradientCheck.check(s.toString(), s.graph(), s.inputs(s.graph(), sizes));
        }
    }

    /** With seed 1 of a scalar, or any seed. */
    private static NdArray gradient(OpSample s, String input) {
        Graph derivative = GradientCheck.derivative(s.graph());
        Map<String, NdArray> values = s.inputs(s.graph(), OpSample.SIZES.get(0));
        ReferenceEvaluator.evaluate(s.graph(), values)
                .forEach((name, out) -> values.put("seed." + name, NdArray.generate(DType.F64, out.sizes(), i -> 1)));
        return Objects.requireNonNull(
                ReferenceEvaluator.evaluate(derivative, values).get("gradient." + input));
    }
}
