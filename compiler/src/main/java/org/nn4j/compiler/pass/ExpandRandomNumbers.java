package org.nn4j.compiler.pass;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.RandomOps;

/** {@code random_uniform} → the integer arithmetic it is made of, most of which a loop need not repeat. */
final class ExpandRandomNumbers extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        return n.op() == RandomOps.RANDOM_UNIFORM
                ? RandomOps.expand(r.b(), n, n.inputs().stream().map(r::get).toList())
                : null;
    }
}
