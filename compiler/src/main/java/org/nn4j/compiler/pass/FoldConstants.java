package org.nn4j.compiler.pass;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.ShapeOps;

/**
 * An elementwise operator on numbers that are known → the number it gives, computed in float64 and rounded once to the
 * element type. A tensor of one number everywhere counts as that number, and stays one whatever its shape becomes.
 */
final class FoldConstants extends NodePass {

    /** Integers above this are not all doubles. */
    private static final double EXACT = 0x1p53;

    private static final Set<Op> SHAPES =
            Set.of(ShapeOps.RESHAPE, ShapeOps.SQUEEZE, ShapeOps.UNSQUEEZE, ShapeOps.TRANSPOSE, ShapeOps.BROADCAST_TO);

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (SHAPES.contains(n.op())) {
            OptionalDouble number = r.number(n.input(0));
            return number.isEmpty() ? null : filled(r, n.output(), number.getAsDouble());
        }
        ToDoubleFunction<double[]> meaning = n.op() == Elementwise.CAST ? v -> v[0] : n.op().scalarMeaning();
        if (meaning == null || n.inputs().isEmpty()) {
            return null;
        }
        List<OptionalDouble> in = n.inputs().stream().map(r::number).toList();
        if (in.stream().anyMatch(OptionalDouble::isEmpty)) {
            return null;
        }
        double value = meaning.applyAsDouble(
                in.stream().mapToDouble(OptionalDouble::getAsDouble).toArray());
        OptionalDouble rounded = round(value, n.output().dtype());
        return rounded.isEmpty() ? null : filled(r, n.output(), rounded.getAsDouble());
    }

    private static Value filled(Rewrite r, Value like, double value) {
        Shape shape = like.shape();
        if (shape.isKnown() && shape.elements().is(1)) {
            return Constants.constant(r.b(), new Tensor(like.dtype(), shape, value));
        }
        return Constants.fill(r.b(), like.dtype(), value, shape);
    }

    /** The nearest number of an element type; none where the conversion is not the compiler's to decide. */
    private static OptionalDouble round(double value, DType dtype) {
        return switch (dtype) {
            case F64 -> OptionalDouble.of(value);
            case F32 -> OptionalDouble.of((float) value);
            case BOOL -> OptionalDouble.of(value != 0 ? 1 : 0);
            case I64 -> integer(value, -EXACT, EXACT);
            case I32 -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case U8 -> integer(value, 0, 255);
            case U64 -> integer(value, 0, EXACT);
        };
    }

    private static OptionalDouble integer(double value, double min, double max) {
        double truncated = value < 0 ? Math.ceil(value) : Math.floor(value);
        return truncated >= min && truncated <= max ? OptionalDouble.of(truncated + 0.0) : OptionalDouble.empty();
    }
}
