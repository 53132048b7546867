package org.nn4j.compiler.pass;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ShapeOps;

/**
 * {@code matmul(x, w)} of a tensor and a matrix → {@code reshape(matmul(reshape(x), w))} of two matrices. ONNX Runtime's
 * product of matrices reads either in either order and adds a bias; its product of tensors does neither.
 */
final class FlattenProducts extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        boolean fits = n.op() == MatrixOps.MATMUL
                && n.input(0).rank() > 2
                && n.input(1).rank() == 2
                && !n.attributes().flag("transA");
        if (!fits) {
            return null;
        }
        Value x = n.input(0);
        Dim columns = x.shape().dim(-1);
        Dim rows = new Shape(x.shape().dims().subList(0, x.rank() - 1)).elements();
        Value flat = ShapeOps.reshape(r.b(), r.get(x), Shape.of(rows, columns));
        Value product = r.b().add(n.op(), n.attributes(), flat, r.get(n.input(1)));
        return ShapeOps.reshape(r.b(), product, n.output().shape());
    }
}
