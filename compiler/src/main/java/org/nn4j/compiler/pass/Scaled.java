package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.DIV;
import static org.nn4j.compiler.op.Elementwise.MUL;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;

/** A tensor multiplied with a scalar, or divided by it. */
record Scaled(Value tensor, Value scalar, boolean divided) {

    static @Nullable Scaled of(Node n) {
        if ((n.op() != MUL && n.op() != DIV) || !n.output().dtype().isFloat()) {
            return null;
        }
        boolean divided = n.op() == DIV;
        if (n.input(1).rank() == 0 && n.input(0).rank() > 0) {
            return new Scaled(n.input(0), n.input(1), divided);
        }
        boolean first = !divided && n.input(0).rank() == 0 && n.input(1).rank() > 0;
        return first ? new Scaled(n.input(1), n.input(0), false) : null;
    }

    /** What makes this value, if it is that and nothing else reads it. */
    static @Nullable Scaled ofOnly(Rewrite r, Value v) {
        if (!r.usedOnce(v)) {
            return null;
        }
        Node product = r.definition(v, MUL);
        Node n = product != null ? product : r.definition(v, DIV);
        return n == null ? null : of(n);
    }
}
