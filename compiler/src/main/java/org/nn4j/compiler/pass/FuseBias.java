package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.MatrixOps.MATMUL;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ShapeOps;

/**
 * {@code matmul(x, w) + row} → {@code gemm(x, w, row)}, for matrices, where nothing else reads the product; also where
 * its rows were given other axes before the sum.
 */
final class FuseBias extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (n.op() != Elementwise.ADD) {
            return null;
        }
        Value fused = fuse(r, n, n.input(0), n.input(1));
        return fused != null ? fused : fuse(r, n, n.input(1), n.input(0));
    }

    private static @Nullable Value fuse(Rewrite r, Node n, Value sum, Value row) {
        if (row.rank() != 1
                || !sum.type().equals(n.output().type())
                || !row.shape().dim(0).equals(sum.shape().dim(-1))) {
            return null;
        }
        Node reshape = r.usedOnce(sum) ? r.definition(sum, ShapeOps.RESHAPE) : null;
        Value product = reshape == null ? sum : reshape.input(0);
        Node matmul = r.usedOnce(product) ? r.definition(product, MATMUL) : null;
        boolean fits = matmul != null
                && matmul.input(0).rank() == 2
                && matmul.input(1).rank() == 2
                && product.shape().dim(1).equals(row.shape().dim(0));
        if (matmul == null || !fits) {
            return null;
        }
        Value gemm = r.b().add(
                        MatrixOps.GEMM,
                        matmul.attributes(),
                        r.get(matmul.input(0)),
                        r.get(matmul.input(1)),
                        r.get(row));
        return ShapeOps.reshape(r.b(), gemm, n.output().shape());
    }
}
