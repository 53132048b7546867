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

    /** One input of numbers; the output has the same type. */
    static TypeRule sameNumbers(String op) {
        return (in, a, r) -> {
            requireNumbers(op, in);
            return List.of(in.get(0));
        };
    }

    /** As {@link #sameNumbers}, without u8: ONNX has the operator for what can be negative only, or is large enough. */
    static TypeRule notBytes(String op, TypeRule rule) {
        return (in, a, r) -> {
            for (TensorType t : in) {
                if (t.dtype() == DType.U8) {
                    throw OpTypeException.disagree(
                            Kind.DTYPE, "`" + op + "` needs larger numbers than u8", in, "convert with `cast(…, i64)`");
                }
            }
            return rule.infer(in, a, r);
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

    /** As {@link #comparison}, for what has an order. */
    static TypeRule order(String symbol) {
        return (in, a, r) -> {
            requireNumbers(symbol, in);
            return comparison(symbol).infer(in, a, r);
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

    static void requireNumbers(String symbol, List<TensorType> in) {
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

    /** Axes as attributes hold them: counted from the front, ascending, each once. */
    static void axes(String op, List<Integer> axes, TensorType t) {
        axes(op, axes, t.rank(), t);
    }

    /** @param rank how many axes there are to choose from, if not those of {@code t} */
    static void axes(String op, List<Integer> axes, int rank, TensorType t) {
        int before = -1;
        for (int axis : axes) {
            if (axis < 0 || axis >= rank) {
                throw OpTypeException.disagree(
                        Kind.RANK,
                        "`" + op + "` on axis " + axis + ", but there "
                                + (rank == 1 ? "is 1 axis" : "are " + rank + " axes"),
                        List.of(t),
                        null);
            }
            if (axis <= before) {
                throw new OpTypeException(Kind.ARGUMENT, "the axes of `" + op + "` must ascend: " + axes);
            }
            before = axis;
        }
    }
}
