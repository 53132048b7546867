package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ShapeOps;

/**
 * {@code matmul(x * 0.5, y)} and {@code matmul(x, y) * 0.5} → {@code matmul(x, y) {alpha=0.5}}, for matrices, also where
 * other axes come or go in between: a product scales what it writes at no cost. One of [16, 64, 512] elements by itself
 * takes 60 µs of a transformer's step of 40 ms, and an activation and its gradient have several.
 *
 * <p>What a product reads is taken unscaled whoever else reads it scaled; the scaling goes when nobody is left.
 */
final class ScaleProducts extends NodePass {

    /** A value and what it is to be multiplied with. */
    private record Factor(Value value, double number) {}

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (n.output().dtype() != DType.F32) {
            // The attribute has no more digits than that.
            return null;
        }
        return isProduct(n) ? operands(r, n) : result(r, n);
    }

    private static boolean isProduct(Node n) {
        return (n.op() == MatrixOps.MATMUL || n.op() == MatrixOps.GEMM)
                && n.inputs().stream().allMatch(v -> v.rank() <= 2);
    }

    private static @Nullable Value operands(Rewrite r, Node n) {
        List<Value> in = new ArrayList<>(n.inputs().stream().map(r::get).toList());
        double alpha = MatrixOps.alpha(n);
        boolean found = false;
        for (int i = 0; i < 2; i++) {
            Factor f = factor(r, n.input(i));
            if (f != null) {
                in.set(i, f.value);
                alpha *= f.number;
                found = true;
            }
        }
        return found ? product(r, n, alpha, in) : null;
    }

    /** A scaled product, of which nothing but the scaled one is used. */
    private static @Nullable Value result(Rewrite r, Node n) {
        Scaled scaled = Scaled.of(n);
        OptionalDouble number = scaled == null ? OptionalDouble.empty() : number(r, scaled);
        if (scaled == null || number.isEmpty()) {
            return null;
        }
        return scaled(r, scaled.tensor(), number.getAsDouble());
    }

    private static @Nullable Value scaled(Rewrite r, Value v, double number) {
        Node n = r.usedOnce(v) ? r.definition(v) : null;
        if (n == null) {
            return null;
        }
        if (movesNothing(n.op())) {
            Value inner = scaled(r, n.input(0), number);
            return inner == null ? null : r.b().add(n.op(), n.attributes(), inner);
        }
        if (!isProduct(n) || (n.op() == MatrixOps.GEMM && n.input(2).rank() != 1)) {
            return null;
        }
        List<Value> in = new ArrayList<>(n.inputs().stream().map(r::get).toList());
        if (in.size() == 3) {
            in.set(2, Elementwise.mul(r.b(), in.get(2), Constants.scalarLike(r.b(), in.get(2), number)));
        }
        return product(r, n, MatrixOps.alpha(n) * number, in);
    }

    private static Value product(Rewrite r, Node n, double alpha, List<Value> in) {
        return r.b().addAll(n.op(), n.attributes().with("alpha", alpha), in).get(0);
    }

    /** A scaled value without its scaling; null where it has none. */
    private static @Nullable Factor factor(Rewrite r, Value v) {
        Node n = r.definition(v);
        if (n == null) {
            return null;
        }
        if (movesNothing(n.op())) {
            Factor f = factor(r, n.input(0));
            return f == null ? null : new Factor(r.b().add(n.op(), n.attributes(), f.value), f.number);
        }
        Scaled scaled = Scaled.of(n);
        OptionalDouble number = scaled == null ? OptionalDouble.empty() : number(r, scaled);
        return scaled == null || number.isEmpty() ? null : new Factor(r.get(scaled.tensor()), number.getAsDouble());
    }

    private static boolean movesNothing(Op op) {
        return op == ShapeOps.RESHAPE || op == ShapeOps.TRANSPOSE;
    }

    private static OptionalDouble number(Rewrite r, Scaled scaled) {
        OptionalDouble s = r.number(scaled.scalar());
        return s.isEmpty() || !scaled.divided() ? s : OptionalDouble.of(1 / s.getAsDouble());
    }
}
