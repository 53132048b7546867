package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;

/**
 * Einstein's summation, put together from transpositions, products and sums, so that it is as fast as what one would
 * write by hand and its gradient needs no rule. Two operands at a time, from the left: what only one of them has and
 * nobody needs later is summed first; what both have and nobody needs later is the inner axis of a matrix product.
 */
public final class Einsum {

    /** A tensor and the labels of its axes. */
    private record Labelled(Value value, List<Character> labels) {}

    private final GraphBuilder b;

    private Einsum(GraphBuilder b) {
        this.b = b;
    }

    /**
     * The sum over all labels that the result does not have of the product of the operands.
     *
     * @param labels of each operand, one for each axis; axes of the same label have the same size
     * @param result distinct labels of the operands
     */
    public static Value of(GraphBuilder b, List<Value> operands, List<List<Character>> labels, List<Character> result) {
        Einsum e = new Einsum(b);
        Labelled product = null;
        for (int i = 0; i < operands.size(); i++) {
            Set<Character> needed = new LinkedHashSet<>(result);
            labels.subList(i + 1, labels.size()).forEach(needed::addAll);
            Labelled next = e.diagonal(new Labelled(operands.get(i), labels.get(i)));
            product = product == null ? e.sumBut(next, needed) : e.product(product, next, needed);
        }
        if (product == null) {
            throw new IllegalArgumentException("no operands");
        }
        return e.ordered(product, result).value();
    }

    /** Where a label stands twice, the elements whose two indices are equal. */
    private Labelled diagonal(Labelled x) {
        for (int i = 0; i < x.labels().size(); i++) {
            int twin = x.labels()
                    .subList(i + 1, x.labels().size())
                    .indexOf(x.labels().get(i));
            if (twin >= 0) {
                int j = i + 1 + twin;
                Value v = x.value();
                Value rows = alongAxis(v, i);
                Value columns = alongAxis(v, j);
                Value only =
                        Elementwise.where(b, Elementwise.equal(b, rows, columns), v, Constants.scalarLike(b, v, 0));
                List<Character> rest = new ArrayList<>(x.labels());
                rest.remove(j);
                return diagonal(new Labelled(Reduction.sum(b, only, List.of(j), false), rest));
            }
        }
        return x;
    }

    /** The indices of an axis, lying along it. */
    private Value alongAxis(Value v, int axis) {
        List<Dim> dims = new ArrayList<>();
        for (int i = axis; i < v.rank(); i++) {
            dims.add(i == axis ? v.shape().dim(axis) : Dim.of(1));
        }
        return ShapeOps.reshape(b, Constants.range(b, v.shape().dim(axis)), new Shape(dims));
    }

    private Labelled sumBut(Labelled x, Set<Character> kept) {
        List<Integer> axes = new ArrayList<>();
        List<Character> rest = new ArrayList<>();
        for (int i = 0; i < x.labels().size(); i++) {
            if (kept.contains(x.labels().get(i))) {
                rest.add(x.labels().get(i));
            } else {
                axes.add(i);
            }
        }
        return new Labelled(Reduction.sum(b, x.value(), axes, false), rest);
    }

    private Labelled product(Labelled left, Labelled right, Set<Character> needed) {
        Labelled x = sumBut(left, union(needed, right.labels()));
        Labelled y = sumBut(right, union(needed, left.labels()));
        List<Character> batch = new ArrayList<>();
        List<Character> inner = new ArrayList<>();
        for (Character c : x.labels()) {
            if (y.labels().contains(c)) {
                (needed.contains(c) ? batch : inner).add(c);
            }
        }
        List<Character> rows = without(x.labels(), y.labels());
        List<Character> columns = without(y.labels(), x.labels());
        Map<Character, Dim> sizes = new LinkedHashMap<>(sizes(x));
        sizes.putAll(sizes(y));
        List<Character> all = joined(batch, rows, columns);
        Value z;
        if (inner.isEmpty()) {
            z = Elementwise.mul(b, spread(x, all), spread(y, all));
        } else if (rows.isEmpty() && columns.isEmpty()) {
            List<Character> both = joined(batch, inner);
            Value each = Elementwise.mul(
                    b, ordered(x, both).value(), ordered(y, both).value());
            return sumBut(new Labelled(each, both), needed);
        } else {
            Value l = matrix(ordered(x, joined(batch, rows, inner)), sizes, batch, rows, inner);
            Value r = matrix(ordered(y, joined(batch, inner, columns)), sizes, batch, inner, columns);
            z = ShapeOps.reshape(b, MatrixOps.matmul(b, l, r), shape(sizes, all));
        }
        return new Labelled(z, all);
    }

    /** As matrices, one for each index of the batch: the axes of rows become one, those of columns another. */
    private Value matrix(
            Labelled x,
            Map<Character, Dim> sizes,
            List<Character> batch,
            List<Character> rows,
            List<Character> columns) {
        List<Dim> dims = new ArrayList<>(shape(sizes, batch).dims());
        dims.add(shape(sizes, rows).elements());
        dims.add(shape(sizes, columns).elements());
        return ShapeOps.reshape(b, x.value(), new Shape(dims));
    }

    private Labelled ordered(Labelled x, List<Character> order) {
        List<Integer> perm = order.stream().map(x.labels()::indexOf).toList();
        return new Labelled(ShapeOps.transpose(b, x.value(), perm), order);
    }

    /** In this order, with axes of size 1 for what it does not have. */
    private Value spread(Labelled x, List<Character> all) {
        List<Character> own = all.stream().filter(x.labels()::contains).toList();
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!own.contains(all.get(i))) {
                missing.add(i);
            }
        }
        return ShapeOps.unsqueeze(b, ordered(x, own).value(), List.copyOf(missing));
    }

    private static Map<Character, Dim> sizes(Labelled x) {
        Map<Character, Dim> sizes = new LinkedHashMap<>();
        for (int i = 0; i < x.labels().size(); i++) {
            sizes.put(x.labels().get(i), x.value().shape().dim(i));
        }
        return sizes;
    }

    private static Shape shape(Map<Character, Dim> sizes, List<Character> labels) {
        return new Shape(
                labels.stream().map(c -> Objects.requireNonNull(sizes.get(c))).toList());
    }

    private static Set<Character> union(Set<Character> a, List<Character> more) {
        Set<Character> all = new LinkedHashSet<>(a);
        all.addAll(more);
        return all;
    }

    private static List<Character> without(List<Character> labels, List<Character> others) {
        return labels.stream().filter(c -> !others.contains(c)).toList();
    }

    @SafeVarargs
    private static List<Character> joined(List<Character>... parts) {
        List<Character> all = new ArrayList<>();
        for (List<Character> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
