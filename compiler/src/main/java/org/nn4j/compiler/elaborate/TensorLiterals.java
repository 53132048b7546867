package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.source.Span;

/**
 * {@code tensor([[1, 2], [3, 4]])}: a tensor of numbers that are written down, {@code f32} unless another element type
 * follows. Bools make a tensor of bools.
 */
final class TensorLiterals {
    private static final int MAX_ELEMENTS = 1_000_000;

    /** Integers up to here are doubles too. */
    private static final double MAX_INTEGER = 0x1p53;

    private final Interpreter in;
    private final Span at;
    private final List<Double> elements = new ArrayList<>();
    private boolean allBools = true;

    private TensorLiterals(Interpreter in, Span at) {
        this.in = in;
        this.at = at;
    }

    static void define(Scope s) {
        Builtins.define(s, "tensor", List.of("values", "dtype?"), """
                A tensor of numbers written down, f32 unless an element type follows; bools make a tensor of bools.
                Example: shape(tensor([[1, 2, 3], [4, 5, 6]], i64)) == (2, 3)""", (in, a) -> {
            TensorLiterals literal = new TensorLiterals(in, a.span("values"));
            Shape shape = literal.read(a.value("values"));
            DType dtype = a.has("dtype") ? a.dtype("dtype") : literal.allBools ? DType.BOOL : DType.F32;
            return new Val.Tensor(Constants.constant(in.graph(), literal.tensor(dtype, shape)), in.graph(), false);
        });
    }

    /** Adds the elements; answers their shape. */
    private Shape read(Val v) {
        if (!(v instanceof Val.Sequence list)) {
            elements.add(number(v));
            if (elements.size() > MAX_ELEMENTS) {
                throw in.report.error(Code.ARGUMENT_VALUE, "a tensor of more than " + MAX_ELEMENTS + " numbers", at);
            }
            return Shape.SCALAR;
        }
        if (list.elements().isEmpty()) {
            throw in.report.error(Code.ARGUMENT_VALUE, "a tensor needs at least one number", at);
        }
        Shape first = read(list.elements().get(0));
        for (Val other : list.elements().subList(1, list.elements().size())) {
            Shape shape = read(other);
            if (!shape.equals(first)) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        "the parts of a tensor are of one shape, but here are " + first + " and " + shape,
                        at);
            }
        }
        List<Dim> dims = new ArrayList<>(List.of(Dim.of(list.elements().size())));
        dims.addAll(first.dims());
        return new Shape(dims);
    }

    private double number(Val v) {
        if (v instanceof Val.Bool b && b.value() != null) {
            return b.value() ? 1 : 0;
        }
        allBools = false;
        if (v instanceof Val.Int) {
            return in.intValue(v, at);
        }
        return in.number(v)
                .orElseThrow(() -> in.report.error(
                        Code.WRONG_KIND,
                        "`tensor` needs numbers, not " + v.describe(),
                        at,
                        "`concat` puts tensors together"));
    }

    private Tensor tensor(DType dtype, Shape shape) {
        for (double element : elements) {
            boolean whole = element == Math.rint(element) && Math.abs(element) <= MAX_INTEGER;
            if (dtype.isInteger() && !whole) {
                throw in.report.error(Code.WRONG_DTYPE, element + " is no " + dtype, at);
            }
        }
        return new Tensor(
                dtype, shape, elements.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
