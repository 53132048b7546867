package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;

/** A node on single tensors → nodes that do the same for many at once, stacked along a new leading axis. */
final class OverLeadingAxis {

    /** An operand: a stack of tensors, or one tensor that is the same for all. */
    record Operand(Value value, boolean stacked) {}

    private static final Set<Op> PRODUCTS = Set.of(MatrixOps.MATMUL, MatrixOps.GEMM);

    /** What an operator of one operand becomes: its attributes, one axis on. */
    private static final Map<Op, BiFunction<Attributes, Dim, Attributes>> SHIFTED = Map.ofEntries(
            Map.entry(Reduction.SUM, (a, n) -> axes(a)),
            Map.entry(Reduction.SUM_SQUARE, (a, n) -> axes(a)),
            Map.entry(Reduction.MEAN, (a, n) -> axes(a)),
            Map.entry(Reduction.MAX, (a, n) -> axes(a)),
            Map.entry(Reduction.MIN, (a, n) -> axes(a)),
            Map.entry(Reduction.ARGMAX, (a, n) -> axis(a)),
            Map.entry(Reduction.CUMSUM, (a, n) -> axis(a)),
            Map.entry(ShapeOps.SQUEEZE, (a, n) -> axes(a)),
            Map.entry(ShapeOps.UNSQUEEZE, (a, n) -> axes(a)),
            Map.entry(ShapeOps.SPLIT, (a, n) -> axis(a)),
            Map.entry(ShapeOps.RESHAPE, (a, n) -> a.with("shape", stacked(n, a.shape("shape")))),
            Map.entry(ShapeOps.TRANSPOSE, (a, n) -> {
                List<Integer> perm = new ArrayList<>(List.of(0));
                a.integers("perm").forEach(i -> perm.add(i + 1));
                return a.with("perm", List.copyOf(perm));
            }));

    private OverLeadingAxis() {}

    /** Whether {@link #apply} knows what to do. */
    static boolean knows(Node n) {
        Op op = n.op();
        boolean products = PRODUCTS.contains(op) && n.inputs().stream().allMatch(v -> v.rank() <= 2);
        return op.isElementwise()
                || products
                || SHIFTED.containsKey(op)
                || op == ShapeOps.BROADCAST_TO
                || op == ShapeOps.CONCAT
                || (op == IndexOps.GATHER && n.input(0).rank() > 0 && IndexOps.axis(n.attributes()) == 0);
    }

    /**
     * The stacked outputs of a node that it {@link #knows}.
     *
     * @param operands the node's operands, at least one of them stacked; of a gather, the indices alone
     * @param count the length of the leading axis
     */
    static List<Value> apply(GraphBuilder b, Node n, List<Operand> operands, Dim count) {
        Op op = n.op();
        int rank = n.outputs().get(0).rank();
        if (op.isElementwise()) {
            return b.addAll(
                    op,
                    n.attributes(),
                    operands.stream().map(o -> aligned(b, o, rank)).toList());
        }
        if (PRODUCTS.contains(op)) {
            return product(b, n, operands, count);
        }
        if (op == ShapeOps.BROADCAST_TO) {
            return List.of(ShapeOps.broadcastTo(
                    b,
                    aligned(b, operands.get(0), rank),
                    stacked(count, n.output().shape())));
        }
        if (op == ShapeOps.CONCAT) {
            List<Value> parts = operands.stream()
                    .map(o -> o.stacked ? o.value : ShapeOps.broadcastTo(b, o.value, stacked(count, o.value.shape())))
                    .toList();
            return List.of(ShapeOps.concat(b, parts, n.attributes().integer("axis") + 1));
        }
        if (op == IndexOps.GATHER) {
            return List.of(IndexOps.gather(b, operands.get(0).value, operands.get(1).value));
        }
        BiFunction<Attributes, Dim, Attributes> shifted = Objects.requireNonNull(SHIFTED.get(op));
        return b.addAll(op, shifted.apply(n.attributes(), count), List.of(operands.get(0).value));
    }

    /** With axes of size 1 behind the leading one, so that the others align from the right. */
    private static Value aligned(GraphBuilder b, Operand o, int rank) {
        int missing = rank + 1 - o.value.rank();
        return o.stacked
                ? ShapeOps.unsqueeze(
                        b, o.value, IntStream.rangeClosed(1, missing).boxed().toList())
                : o.value;
    }

    /** Rows times one matrix are one product of all rows; else there are as many products as tensors. */
    private static List<Value> product(GraphBuilder b, Node n, List<Operand> operands, Dim count) {
        Operand x = operands.get(0);
        Operand y = operands.get(1);
        boolean row = operands.size() == 3
                && !operands.get(2).stacked
                && operands.get(2).value.rank() == 1;
        boolean oneMatrix = x.stacked && !y.stacked && !n.attributes().flag("transA");
        Value product;
        if (oneMatrix) {
            Shape in = x.value.shape();
            Value rows = ShapeOps.reshape(b, x.value, Shape.of(count.times(in.dim(1)), in.dim(2)));
            Shape out = stacked(count, n.output().shape());
            Value all = row
                    ? b.add(MatrixOps.GEMM, n.attributes(), rows, y.value, operands.get(2).value)
                    : b.add(MatrixOps.MATMUL, n.attributes(), rows, y.value);
            product = ShapeOps.reshape(b, all, out);
        } else {
            product = products(b, n, x.value, y.value);
        }
        boolean added = operands.size() == 2 || (oneMatrix && row);
        return List.of(added ? product : Elementwise.add(b, product, aligned(b, operands.get(2), 2)));
    }

    /** Only a product of two matrices takes its factor along. */
    private static Value products(GraphBuilder b, Node n, Value x, Value y) {
        double alpha = MatrixOps.alpha(n);
        if (alpha == 1) {
            return b.add(MatrixOps.MATMUL, n.attributes(), x, y);
        }
        Value all = b.add(MatrixOps.MATMUL, n.attributes().with("alpha", 1.0), x, y);
        return Elementwise.mul(b, all, Constants.scalarLike(b, all, alpha));
    }

    private static Shape stacked(Dim count, Shape s) {
        List<Dim> dims = new ArrayList<>(List.of(count));
        dims.addAll(s.dims());
        return new Shape(dims);
    }

    private static Attributes axis(Attributes a) {
        return a.with("axis", a.integer("axis") + 1);
    }

    private static Attributes axes(Attributes a) {
        return a.with("axes", a.integers("axes").stream().map(i -> i + 1).toList());
    }
}
