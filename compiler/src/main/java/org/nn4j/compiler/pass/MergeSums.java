package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;

/**
 * {@code sum(sum(x))} → one sum over all the axes; and a sum of as many products {@code xᵀ @ y} → one product of all their
 * rows, which is what a weight's gradient over the steps of a scan should be.
 */
final class MergeSums extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (n.op() != Reduction.SUM || n.attributes().flag("keep") || !r.usedOnce(n.input(0))) {
            return null;
        }
        Node sum = r.definition(n.input(0), Reduction.SUM);
        if (sum != null) {
            return sum.attributes().flag("keep") ? null : sum(r, n, sum);
        }
        Node product = r.definition(n.input(0), MatrixOps.MATMUL);
        return product == null ? null : product(r, n, product);
    }

    private static Value sum(Rewrite r, Node outer, Node inner) {
        List<Integer> summed = new ArrayList<>(inner.attributes().integers("axes"));
        List<Integer> left = IntStream.range(0, inner.input(0).rank())
                .boxed()
                .filter(axis -> !summed.contains(axis))
                .toList();
        outer.attributes().integers("axes").forEach(axis -> summed.add(left.get(axis)));
        return Reduction.sum(
                r.b(), r.get(inner.input(0)), summed.stream().sorted().toList(), false);
    }

    private static @Nullable Value product(Rewrite r, Node sum, Node product) {
        Value x = product.input(0);
        Value y = product.input(1);
        int leading = x.rank() - 2;
        boolean rows =
                product.attributes().flag("transA") && !product.attributes().flag("transB");
        boolean all = sum.attributes()
                .integers("axes")
                .equals(IntStream.range(0, leading).boxed().toList());
        boolean same = y.rank() == x.rank()
                && x.shape().dims().subList(0, leading).equals(y.shape().dims().subList(0, leading));
        boolean plain = MatrixOps.alpha(product) == 1;
        return leading > 0 && rows && all && same && plain
                ? MatrixOps.matmul(r.b(), flat(r, x), flat(r, y), true, false)
                : null;
    }

    private static Value flat(Rewrite r, Value x) {
        Shape s = x.shape();
        Dim rows = new Shape(s.dims().subList(0, s.rank() - 1)).elements();
        return ShapeOps.reshape(r.b(), r.get(x), Shape.of(rows, s.dim(-1)));
    }
}
