package org.nn4j.compiler.elaborate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.op.SliceOps;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;

/**
 * What becomes of numbers that are made of one batch when they are averaged over batches, each counted by its rows. A
 * mean over rows, and what is linear in such means, is then that of all rows; a maximum is not that of all rows, nor is
 * the root of a mean.
 */
final class OverBatches {

    /** What a value is to the rows of the batch. */
    private enum Kind {
        /** It has an axis for them. */
        ROWS,
        /** It knows nothing of them. */
        CONSTANT,
        /** How many there are, or a multiple. */
        COUNT,
        /** Linear in sums over them. */
        SUM,
        /** Linear in means over them. */
        MEAN,
        /** None of these: it depends on which rows are in one batch. */
        MIXED
    }

    private static final Set<Op> LINEAR = Set.of(
            Elementwise.NEG,
            Elementwise.STOP_GRADIENT,
            ShapeOps.RESHAPE,
            ShapeOps.SQUEEZE,
            ShapeOps.UNSQUEEZE,
            ShapeOps.TRANSPOSE,
            ShapeOps.SPLIT,
            ShapeOps.BROADCAST_TO,
            SliceOps.SLICE,
            SliceOps.FLIP);

    private static final Dim BATCH = Dim.symbol(Program.BATCH);

    private final GraphBuilder graph;
    private final Map<Value, Kind> known = new HashMap<>();

    private OverBatches(GraphBuilder graph) {
        this.graph = graph;
    }

    /** Whether a shape has an axis that the number of rows makes longer or shorter. */
    static boolean hasRows(Shape shape) {
        return shape.dims().stream().anyMatch(d -> d.symbols().contains(BATCH.toString()));
    }

    /** Reports a number of one batch whose average over batches is nothing that all rows have. */
    static void requireMean(Interpreter in, Val v, Span at) {
        boolean ofBatch = v instanceof Val.Tensor t && !t.weak() && t.graph() == in.walk.forward();
        if (in.walk.testing() || !ofBatch || hasRows(((Val.Tensor) v).type().shape())) {
            return;
        }
        Val.Tensor t = (Val.Tensor) v;
        OverBatches over = new OverBatches(t.graph());
        Kind kind = over.kind(t.value());
        if (kind == Kind.MEAN || kind == Kind.CONSTANT) {
            return;
        }
        throw in.report.error(Diagnostic.error(Code.OF_ONE_BATCH, "a metric must be of all rows, not of each batch", at)
                .label("another batch size gives another number")
                .cause("what batches give is averaged, and here that is " + over.told(t.value(), kind))
                .help(over.help(t.value(), kind)));
    }

    private String told(Value v, Kind kind) {
        return switch (kind) {
            case COUNT -> "the number of its rows";
            case SUM -> "a sum over its rows";
            default -> {
                Op first = cause(v).op();
                yield first == Reduction.MAX
                        ? "the largest of its rows"
                        : first == Reduction.MIN
                                ? "the smallest of its rows"
                                : "a number that is no mean over its rows";
            }
        };
    }

    private String help(Value v, Kind kind) {
        if (kind == Kind.COUNT) {
            return "the number of all rows is `total(count(B))`";
        }
        if (kind == Kind.SUM) {
            return "add all rows up, `total(x)`, or take the mean over them, `mean(x)`";
        }
        Node first = cause(v);
        if (first.op() == Reduction.MAX || first.op() == Reduction.MIN) {
            String word = first.op() == Reduction.MAX ? "max" : "min";
            String ofRow = first.input(0).rank() > 1 ? word + "(x, axis = 1)" : "x";
            return "that of all rows is `total_" + word + "(" + ofRow + ")`";
        }
        return "make it of totals over all rows, such as `sqrt(total(x ^ 2) / total(count(B)))`";
    }

    /** The first step of the computation that is not linear. */
    private Node cause(Value v) {
        Node n = graph.definition(v);
        while (n != null) {
            Value before = n.uses().stream()
                    .filter(u -> kind(u) == Kind.MIXED)
                    .findFirst()
                    .orElse(null);
            if (before == null) {
                return n;
            }
            n = graph.definition(before);
        }
        throw new IllegalStateException("an input is what it is");
    }

    private Kind kind(Value v) {
        Kind before = known.get(v);
        if (before == null) {
            before = hasRows(v.shape()) ? Kind.ROWS : of(graph.definition(v));
            known.put(v, before);
        }
        return before;
    }

    private Kind of(@Nullable Node n) {
        if (n == null) {
            return Kind.CONSTANT;
        }
        if (n.op() == Constants.DIM) {
            return of(n.attributes().dim("dim"));
        }
        List<Kind> inputs = n.uses().stream().map(this::kind).toList();
        if (inputs.stream().allMatch(k -> k == Kind.CONSTANT)) {
            return Kind.CONSTANT;
        }
        Op op = n.op();
        Kind first = inputs.get(0);
        if (op == Reduction.SUM || op == Reduction.MEAN) {
            return first == Kind.ROWS ? (op == Reduction.SUM ? Kind.SUM : Kind.MEAN) : first;
        }
        if (op == Reduction.SUM_SQUARE) {
            return first == Kind.ROWS ? Kind.SUM : Kind.MIXED;
        }
        if (op == MatrixOps.MATMUL) {
            return inputs.stream().allMatch(k -> k == Kind.ROWS) ? Kind.SUM : product(inputs);
        }
        if (inputs.contains(Kind.ROWS)) {
            return Kind.MIXED;
        }
        if (LINEAR.contains(op) || (op == Elementwise.CAST && n.output().dtype().isFloat())) {
            return first;
        }
        if (op == Elementwise.ADD || op == Elementwise.SUB || op == ShapeOps.CONCAT) {
            return inputs.stream().reduce(OverBatches::sum).orElseThrow();
        }
        if (op == Elementwise.MUL) {
            return product(inputs);
        }
        return op == Elementwise.DIV ? quotient(first, inputs.get(1)) : Kind.MIXED;
    }

    private static Kind of(Dim dim) {
        if (!dim.symbols().contains(BATCH.toString())) {
            return Kind.CONSTANT;
        }
        Dim doubled = dim.substitute(s -> s.equals(BATCH) ? BATCH.times(Dim.of(2)) : s);
        return doubled.equals(dim.times(Dim.of(2))) ? Kind.COUNT : Kind.MIXED;
    }

    /** A constant is the mean of itself, and no sum. */
    private static Kind sum(Kind a, Kind b) {
        boolean means = Stream.of(a, b).allMatch(k -> k == Kind.MEAN || k == Kind.CONSTANT);
        return a == b ? a : means ? Kind.MEAN : Kind.MIXED;
    }

    private static Kind product(List<Kind> factors) {
        Kind a = factors.get(0);
        Kind b = factors.get(1);
        if (a == Kind.CONSTANT || b == Kind.CONSTANT) {
            return a == Kind.CONSTANT ? b : a;
        }
        boolean sum = (a == Kind.MEAN && b == Kind.COUNT) || (a == Kind.COUNT && b == Kind.MEAN);
        return sum ? Kind.SUM : Kind.MIXED;
    }

    private static Kind quotient(Kind a, Kind b) {
        if (b == Kind.CONSTANT) {
            return a;
        }
        return b == Kind.COUNT && a == Kind.SUM
                ? Kind.MEAN
                : b == Kind.COUNT && a == Kind.COUNT ? Kind.CONSTANT : Kind.MIXED;
    }
}
