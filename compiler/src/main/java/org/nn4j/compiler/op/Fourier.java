package org.nn4j.compiler.op;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.Value;

/** The discrete Fourier transform. A complex number is two on the last axis: its real and its imaginary part. */
public final class Fourier {

    private Fourier() {}

    /** Attributes: {@code inverse}, which has e^(+i…) and divides by the number of places. */
    public static final Op DFT = Op.define(
                    "dft", "The discrete Fourier transform along the last axis but one, of complex numbers.")
            .inputs("x")
            .type((in, a, r) -> {
                TypeRules.requireFloat("dft", in.get(0));
                int rank = in.get(0).rank();
                if (rank < 2 || !in.get(0).shape().dim(rank - 1).is(2)) {
                    throw OpTypeException.disagree(
                            Kind.SIZES,
                            "`dft` needs complex numbers: `[...S, N, 2]`",
                            in,
                            "of real numbers they are `stack([x, zeros_like(x)], axis = -1)`");
                }
                return List.of(in.get(0));
            })
            // The transposed map is the transform with the other sign in the exponent: n times the inverse.
            .gradient((b, n, dy) -> {
                boolean inverse = n.attributes().flag("inverse");
                Value count = Elementwise.cast(
                        b, Constants.dim(b, n.input(0).shape().dim(n.input(0).rank() - 2)), dy.dtype());
                Value other = dft(b, dy, !inverse);
                return List.of(inverse ? Elementwise.div(b, other, count) : Elementwise.mul(b, other, count));
            })
            .onnx((e, n) -> {
                boolean alone = n.input(0).rank() == 2;
                // ONNX wants a batch before the axis.
                String x = e.name(n.input(0));
                String batch = alone ? e.emit("Unsqueeze", List.of(x, e.ints(0))) : x;
                int axis = alone ? 1 : n.input(0).rank() - 2;
                String y;
                if (n.attributes().flag("inverse")) {
                    // ONNX Runtime's own inverse divides in f32 whatever the type: this is the conjugate of the
                    // conjugate's transform.
                    DType dtype = n.output().dtype();
                    String conjugate = e.constant(new Tensor(dtype, Shape.of(2), 1, -1));
                    String other =
                            e.emit("DFT", List.of(e.emit("Mul", List.of(batch, conjugate))), Map.of("axis", axis));
                    String count = e.emit(
                            "Cast",
                            List.of(e.dim(n.input(0).shape().dim(n.input(0).rank() - 2))),
                            Map.of("to", dtype));
                    y = e.emit("Mul", List.of(other, e.emit("Div", List.of(conjugate, count))));
                } else {
                    y = e.emit("DFT", List.of(batch), Map.of("axis", axis));
                }
                e.define(n.output(), alone ? e.emit("Squeeze", List.of(y, e.ints(0))) : y);
            });

    public static Value dft(GraphBuilder b, Value x, boolean inverse) {
        return b.add(DFT, inverse ? Attributes.of("inverse", true) : Attributes.NONE, x);
    }
}
