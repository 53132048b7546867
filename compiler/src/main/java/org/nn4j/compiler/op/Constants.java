package org.nn4j.compiler.op;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Tensors made of nothing but what the compiler knows, and sizes that are known at run time. */
public final class Constants {

    private Constants() {}

    public static final Op CONSTANT = Op.define("constant", "A tensor known at compile time.")
            .inputs()
            .type((in, a, r) -> {
                Tensor t = a.tensor("value");
                return List.of(new TensorType(t.dtype(), t.shape()));
            })
            .notDifferentiable()
            .onnx((e, n) -> e.define(n.output(), e.constant(n.attributes().tensor("value"))));

    public static final Op DIM = Op.define("dim", "The size of an axis at run time, as an i64 scalar.")
            .inputs()
            .type((in, a, r) -> List.of(TensorType.scalar(DType.I64)))
            .notDifferentiable()
            .onnx((e, n) -> e.define(n.output(), e.dim(n.attributes().dim("dim"))));

    public static final Op IOTA = Op.define("range", "The integers 0, 1, … as `i64[n]`.")
            .inputs()
            .type((in, a, r) -> List.of(new TensorType(DType.I64, Shape.of(a.dim("size")))))
            .notDifferentiable()
            .onnx((e, n) -> e.define(
                    n.output(),
                    e.emit(
                            "Range",
                            List.of(
                                    e.scalar(DType.I64, 0),
                                    e.dim(n.attributes().dim("size")),
                                    e.scalar(DType.I64, 1)))));

    public static final Op FILL = Op.define("fill", "A tensor of one number, of a shape known at run time.")
            .inputs()
            .type((in, a, r) -> List.of(new TensorType(a.tensor("value").dtype(), a.shape("shape"))))
            .notDifferentiable()
            .onnx((e, n) -> {
                Tensor value = n.attributes().tensor("value");
                Tensor one = new Tensor(value.dtype(), Shape.of(1), value.elements());
                e.define(
                        n.output(),
                        e.emit(
                                "ConstantOfShape",
                                List.of(e.dims(n.attributes().shape("shape").dims())),
                                Map.of("value", one)));
            });

    public static Value constant(GraphBuilder b, Tensor t) {
        return b.add(CONSTANT, Attributes.of("value", t));
    }

    public static Value scalar(GraphBuilder b, DType dtype, double value) {
        return constant(b, Tensor.scalar(dtype, value));
    }

    /** A scalar of the element type of {@code like}. */
    public static Value scalarLike(GraphBuilder b, Value like, double value) {
        return scalar(b, like.dtype(), value);
    }

    /** A dim as an i64 scalar: a constant where it is known. */
    public static Value dim(GraphBuilder b, Dim dim) {
        return dim.isKnown() ? scalar(b, DType.I64, (double) dim.value()) : b.add(DIM, Attributes.of("dim", dim));
    }

    public static Value range(GraphBuilder b, Dim size) {
        return b.add(IOTA, Attributes.of("size", size));
    }

    public static Value fill(GraphBuilder b, DType dtype, double value, Shape shape) {
        return shape.isScalar()
                ? scalar(b, dtype, value)
                : b.add(FILL, Attributes.of("value", Tensor.scalar(dtype, value), "shape", shape));
    }
}
