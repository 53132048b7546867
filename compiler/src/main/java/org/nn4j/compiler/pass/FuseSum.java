package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.MatrixOps.MATMUL;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;

/** {@code matmul(x, w) + z} → {@code gemm(x, w, z)}, for matrices, where nothing else reads the product. */
final class FuseSum extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (n.op() != Elementwise.ADD) {
            return null;
        }
        Value fused = fuse(r, n, n.input(0), n.input(1));
        return fused != null ? fused : fuse(r, n, n.input(1), n.input(0));
    }

    private static @Nullable Value fuse(Rewrite r, Node n, Value product, Value z) {
        Node matmul = r.usedOnce(product) ? r.definition(product, MATMUL) : null;
        boolean fits = n.output().rank() == 2
                && product.type().equals(z.type())
                && product.type().equals(n.output().type());
        return matmul == null
                        || !fits
                        || matmul.input(0).rank() != 2
                        || matmul.input(1).rank() != 2
                ? null
                : r.b().add(
                                MatrixOps.GEMM,
                                matmul.attributes(),
                                r.get(matmul.input(0)),
                                r.get(matmul.input(1)),
                                r.get(z));
    }
}
