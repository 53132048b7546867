package org.nn4j.compiler.pass;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.SliceOps;

/** {@code slice(f(x))} → {@code f(slice(x))} where f works place by place and nothing else reads it. */
final class SliceBeforeElementwise extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Node f = n.op() == SliceOps.SLICE && r.usedOnce(n.input(0)) ? r.definition(n.input(0)) : null;
        if (f == null || !f.op().isElementwise() || f.inputs().size() != 1) {
            return null;
        }
        Value part = r.b().add(SliceOps.SLICE, n.attributes(), r.get(f.input(0)));
        return r.b().add(f.op(), f.attributes(), part);
    }
}
