package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.PointOps;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.op.SliceOps;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;

/**
 * What brackets take out of a tensor: {@code x[0]} an element of the first axis, {@code x[:, 1:3]} a part of the second,
 * {@code x[..., -1]} the last of the last, {@code x[i]} those that an i64 tensor names, {@code x[i, j]} those that two of one shape name together, and
 * {@code x[:, newaxis]} x with an axis of size 1 in between.
 *
 * <p>A number below 0 counts from the end, and so does what is written with a minus: {@code x[:, -k:]}. Ranges end
 * before their second number, and must lie inside the axis where its size is known: none is cut short in silence. A third
 * number is the step, {@code x[::2]}; below 0 the range is gone through from its end, {@code x[::-1]}.
 */
final class Indexing {
    /** What {@code newaxis} stands for. */
    static final Val NEW_AXIS = new Val.Spec("newaxis", Map.of());

    private final Interpreter in;
    private final Val.Tensor x;
    private final Expr.Index expression;

    private final List<Integer> cut = new ArrayList<>();
    private final List<Dim> starts = new ArrayList<>();
    private final List<Dim> sizes = new ArrayList<>();
    private final List<Integer> single = new ArrayList<>();
    private final Map<Integer, Long> steps = new TreeMap<>();
    private final List<Val.Tensor> chosen = new ArrayList<>();
    private int chosenAxis = -1;
    private final List<Integer> added = new ArrayList<>();

    private Indexing(Interpreter in, Val.Tensor x, Expr.Index expression) {
        this.in = in;
        this.x = x;
        this.expression = expression;
    }

    static Val of(Interpreter in, Val.Tensor x, Expr.Index expression) {
        Indexing i = new Indexing(in, x, expression);
        i.read();
        return i.apply();
    }

    private void read() {
        List<Expr.Item> items = expression.items();
        List<Val> indices = new ArrayList<>();
        for (Expr.Item item : items) {
            indices.add(item instanceof Expr.At at ? at.index().accept(in) : Val.Unknown.UNKNOWN);
        }
        long open = items.stream().filter(i -> i instanceof Expr.Ellipsis).count();
        long named =
                items.size() - open - indices.stream().filter(NEW_AXIS::equals).count();
        int rank = x.type().rank();
        if (open > 1 || named > rank) {
            Diagnostic d = Diagnostic.error(
                    Code.WRONG_RANK,
                    open > 1
                            ? "`...` stands for all axes that are not named, so it can stand only once"
                            : named + " indices for " + x.describe(),
                    expression.span());
            throw in.report.error(in.report.trailed(d, List.of(x.value())));
        }
        int axis = 0;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Expr.Ellipsis) {
                axis += rank - (int) named;
            } else if (indices.get(i).equals(NEW_AXIS)) {
                added.add(axis - single.size() + extraAxes() + added.size());
            } else if (items.get(i) instanceof Expr.At at) {
                at(axis++, at, indices.get(i));
            } else if (items.get(i) instanceof Expr.Slice slice) {
                range(axis++, slice);
            }
        }
    }

    /** How many axes the tensors among the indices add to those that they replace. */
    private int extraAxes() {
        return chosen.isEmpty() ? 0 : chosen.get(0).type().rank() - chosen.size();
    }

    private void at(int axis, Expr.At at, Val v) {
        if (v instanceof Val.Tensor t && t.type().dtype() == DType.I64) {
            choose(axis - single.size(), t, at);
            return;
        }
        if (!(v instanceof Val.Int i)) {
            boolean mask = v instanceof Val.Tensor t && t.type().dtype() == DType.BOOL;
            throw in.report.error(
                    Code.WRONG_KIND,
                    "an index must be an int or an i64 tensor, not " + v.describe(),
                    at.span(),
                    mask
                            ? "how many elements a mask chooses is known only at run time: keep the shape,"
                                    + " `where(mask, x, 0)`"
                            : null);
        }
        Dim size = x.type().shape().dim(axis);
        Dim place = place(i.dim(), size, at.index());
        if (isNegative(place) || isNegative(size.minus(place).minus(Dim.of(1)))) {
            throw outside("there is no element " + i.dim() + " on", axis, size, at.span());
        }
        cut(axis, place, Dim.of(1));
        single.add(axis);
    }

    private void choose(int axis, Val.Tensor t, Expr.At at) {
        if (chosen.isEmpty()) {
            chosenAxis = axis;
        } else if (axis != chosenAxis + chosen.size()) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "tensors among the indices must follow each other",
                    at.span(),
                    "take one after the other");
        } else if (!t.type().equals(chosen.get(0).type())) {
            throw in.report.error(
                    Code.SIZES_DIFFER,
                    "tensors among the indices must be of one shape, but here are "
                            + chosen.get(0).type().shape() + " and " + t.type().shape(),
                    at.span());
        }
        chosen.add(t);
    }

    private void range(int axis, Expr.Slice slice) {
        Dim size = x.type().shape().dim(axis);
        if (slice.step() != null) {
            long step = in.intValue(slice.step().accept(in), slice.step().span());
            if (step == 0) {
                throw in.report.error(
                        Code.ARGUMENT_VALUE, "a step of 0", slice.step().span());
            }
            steps.put(axis, step);
        }
        Dim from = slice.from() == null ? Dim.of(0) : end(slice.from(), size);
        Dim to = slice.to() == null ? size : end(slice.to(), size);
        if (isNegative(from) || isNegative(size.minus(to)) || isNegative(to.minus(from))) {
            throw outside("the range " + from + ":" + to + " does not lie on", axis, size, slice.span());
        }
        cut(axis, from, to.minus(from));
    }

    private Dim end(Expr e, Dim size) {
        Val v = e.accept(in);
        if (v instanceof Val.Int i) {
            return place(i.dim(), size, e);
        }
        throw in.report.error(Code.WRONG_KIND, "an end of a range must be an int, not " + v.describe(), e.span());
    }

    private static Dim place(Dim d, Dim size, Expr e) {
        boolean fromEnd = d.isKnown() ? d.value() < 0 : e instanceof Expr.Negate;
        return fromEnd ? size.plus(d) : d;
    }

    private static boolean isNegative(Dim d) {
        return d.isKnown() && d.value() < 0;
    }

    private Abort outside(String what, int axis, Dim size, Span at) {
        Diagnostic d = Diagnostic.error(Code.ARGUMENT_VALUE, what + " axis " + axis + ", which has size " + size, at)
                .also(expression.base().span(), x.type().toString());
        return in.report.error(in.report.trailed(d, List.of(x.value())));
    }

    private void cut(int axis, Dim start, Dim size) {
        cut.add(axis);
        starts.add(start);
        sizes.add(size);
    }

    private Val apply() {
        Value part = SliceOps.slice(x.graph(), x.value(), cut, starts, sizes);
        for (Map.Entry<Integer, Long> step : steps.entrySet()) {
            part = stepping(part, step.getKey(), step.getValue());
        }
        part = ShapeOps.squeeze(x.graph(), part, single);
        if (!chosen.isEmpty()) {
            part = chosen.size() == 1 ? taken(part) : takenTogether(part);
        }
        if (!added.isEmpty()) {
            part = ShapeOps.unsqueeze(x.graph(), part, List.copyOf(added));
        }
        return new Val.Tensor(part, x.graph(), x.weak());
    }

    private Value taken(Value part) {
        return in.node(
                x.graph(),
                expression.span(),
                IndexOps.GATHER,
                IndexOps.along(chosenAxis),
                List.of(part, chosen.get(0).value()),
                List.of(expression.base().span(), expression.span()));
    }

    /** Several axes by as many tensors: those axes go to the front, and what was taken back to their place. */
    private Value takenTogether(Value part) {
        GraphBuilder b = x.graph();
        int axes = chosen.get(0).type().rank();
        List<Value> columns = chosen.stream()
                .map(t -> ShapeOps.unsqueeze(b, t.value(), List.of(axes)))
                .toList();
        Value points = in.node(
                b,
                expression.span(),
                PointOps.GATHER_ND,
                Attributes.NONE,
                List.of(
                        ShapeOps.transpose(b, part, IndexOps.rotated(part.rank(), chosenAxis, chosen.size(), 0)),
                        ShapeOps.concat(b, columns, axes)),
                List.of(expression.base().span(), expression.span()));
        return ShapeOps.transpose(b, points, IndexOps.rotated(points.rank(), 0, axes, chosenAxis));
    }

    /** Every so many elements of an axis, from its start, or, for a step below 0, from its end. */
    private Value stepping(Value part, int axis, long step) {
        GraphBuilder b = x.graph();
        Value forward = step < 0 ? SliceOps.flip(b, part, List.of(axis)) : part;
        long every = Math.abs(step);
        if (every == 1) {
            return forward;
        }
        Dim count = part.shape().dim(axis).plus(Dim.of(every - 1)).floorDiv(Dim.of(every));
        Value places = Elementwise.mul(b, Constants.range(b, count), Constants.scalar(b, DType.I64, every));
        return b.add(IndexOps.GATHER, IndexOps.along(axis), forward, places);
    }
}
