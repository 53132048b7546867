package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Op.TypeRule;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;

/** Type rules that several operators share. */
final class TypeRules {

    private TypeRules() {}

    /** One input of any type; the output has the same. */
    static TypeRule sameAsInput() {
        return (in, a, r) -> List.of(in.get(0));
    }

    /** One floating-point input; the output has the same type. */
    static TypeRule sameFloat(String op) {
        return (in, a, r) -> {
            requireFloat(op, in.get(0));
            return List.of(in.get(0));
        };
    }

    static void requireFloat(String op, TensorType t) {
        if (!t.dtype().isFloat()) {
            throw OpTypeException.disagree(
                    Kind.DTYPE,
                    "`" + op + "` needs a floating-point tensor, not " + t.dtype(),
                    List.of(t),
                    "convert it with `cast(…, f32)`");
        }
    }

    /** Two inputs of one numeric element type, broadcast. */
    static TypeRule arithmetic(String symbol) {
        return (in, a, r) -> {
            requireNumbers(symbol, in);
            return List.of(new TensorType(sameDType(symbol, in), broadcast(symbol, in)));
        };
    }

    /** Two inputs of one element type, broadcast, to bool. */
    static TypeRule comparison(String symbol) {
        return (in, a, r) -> {
            sameDType(symbol, in);
            return List.of(new TensorType(DType.BOOL, broadcast(symbol, in)));
        };
    }

    /** Bools to bools, broadcast. */
    static TypeRule logic(String symbol) {
        return (in, a, r) -> {
            for (TensorType t : in) {
                if (t.dtype() != DType.BOOL) {
                    throw OpTypeException.disagree(
                            Kind.DTYPE, "`" + symbol + "` needs bool tensors", in, "compare first: `x > 0`");
                }
            }
            return List.of(new TensorType(DType.BOOL, broadcast(symbol, in)));
        };
    }

    private static void requireNumbers(String symbol, List<TensorType> in) {
        for (TensorType t : in) {
            if (t.dtype() == DType.BOOL) {
                throw OpTypeException.disagree(
                        Kind.DTYPE, "`" + symbol + "` needs numbers, not bool", in, "convert it with `cast(…, f32)`");
            }
        }
    }

    static DType sameDType(String symbol, List<TensorType> in) {
        DType first = in.get(0).dtype();
        for (TensorType t : in) {
            if (t.dtype() != first) {
                throw OpTypeException.disagree(
                        Kind.DTYPE,
                        "element types differ in `" + symbol + "`: " + first + " and " + t.dtype(),
                        in,
                        "convert one of them with `cast(…, " + (first.isFloat() ? first : t.dtype()) + ")`");
            }
        }
        return first;
    }

    /** The common shape: right-aligned, two sizes agree if they are equal or one is the literal 1. */
    static Shape broadcast(String symbol, List<TensorType> in) {
        Shape out = Shape.SCALAR;
        for (TensorType t : in) {
            out = broadcast(symbol, out, t.shape(), in);
        }
        return out;
    }

    private static Shape broadcast(String symbol, Shape a, Shape b, List<TensorType> all) {
        int rank = Math.max(a.rank(), b.rank());
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int fromEnd = rank - i;
            Dim x = fromEnd <= a.rank() ? a.dim(a.rank() - fromEnd) : Dim.of(1);
            Dim y = fromEnd <= b.rank() ? b.dim(b.rank() - fromEnd) : Dim.of(1);
            if (x.equals(y) || y.is(1)) {
                dims.add(x);
            } else if (x.is(1)) {
                dims.add(y);
            } else {
                throw OpTypeException.disagree(
                        Kind.SIZES,
                        "sizes differ in `" + symbol + "`: " + x + " and " + y,
                        all,
                        "axes are aligned from the right; two sizes must be the same or one of them the literal 1");
            }
        }
        return new Shape(dims);
    }

    /** An axis counted from the front, checked. */
    static int axis(String op, int axis, TensorType t) {
        int positive = axis < 0 ? axis + t.rank() : axis;
        if (positive < 0 || positive >= t.rank()) {
            throw OpTypeException.disagree(
                    Kind.RANK,
                    "`" + op + "` on axis " + axis + ", but the tensor has " + t.rank()
                            + (t.rank() == 1 ? " axis" : " axes"),
                    List.of(t),
                    t.rank() == 0
                            ? null
                            : "axes count from 0 to " + (t.rank() - 1) + ", or from the end: -1 is the last");
        }
        return positive;
    }
}
