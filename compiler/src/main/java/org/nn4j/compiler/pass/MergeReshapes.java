package org.nn4j.compiler.pass;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;

/**
 * Two changes of shape in a row → one, or none where the first shape comes back. {@code squeeze} and {@code unsqueeze}
 * count as changes of shape; they are merged only where the target can be written without sizes read at run time.
 */
final class MergeReshapes extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (!reshapes(n.op())) {
            return null;
        }
        Node inner = r.definition(n.input(0), ShapeOps.RESHAPE);
        inner = inner != null ? inner : r.definition(n.input(0), ShapeOps.SQUEEZE);
        inner = inner != null ? inner : r.definition(n.input(0), ShapeOps.UNSQUEEZE);
        if (inner == null) {
            return null;
        }
        Value x = inner.input(0);
        Shape to = n.output().shape();
        if (x.shape().equals(to)) {
            return r.get(x);
        }
        boolean both = n.op() == ShapeOps.RESHAPE && inner.op() == ShapeOps.RESHAPE;
        return both || isSimple(x.shape(), to) ? ShapeOps.reshape(r.b(), r.get(x), to) : null;
    }

    private static boolean reshapes(Op op) {
        return op == ShapeOps.RESHAPE || op == ShapeOps.SQUEEZE || op == ShapeOps.UNSQUEEZE;
    }

    /** At most one size must be inferred: the others are known or stay at their place. */
    private static boolean isSimple(Shape from, Shape to) {
        int open = 0;
        for (int i = 0; i < to.rank(); i++) {
            boolean stays = i < from.rank() && from.dim(i).equals(to.dim(i));
            open += to.dim(i).isKnown() || stays ? 0 : 1;
        }
        return open <= 1;
    }
}
