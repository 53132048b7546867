package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.DIV;
import static org.nn4j.compiler.op.Elementwise.MUL;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;

/**
 * {@code (x * s) * y} → {@code (x * y) * s} and {@code sum(x * s)} → {@code sum(x) * s} for a scalar {@code s}: scalars
 * move outwards, where they meet others or have fewer elements to scale.
 */
final class MoveScalarFactors extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (n.op() == Reduction.SUM || n.op() == Reduction.MEAN) {
            Scaled x = Scaled.ofOnly(r, n.input(0));
            return x == null ? null : scale(r, x, r.b().add(n.op(), n.attributes(), r.get(x.tensor())));
        }
        if (n.op() != MUL || Scaled.of(n) != null) {
            return null;
        }
        for (int i = 0; i < 2; i++) {
            Scaled x = Scaled.ofOnly(r, n.input(i));
            List<Value> same = List.of(n.input(i), n.output());
            if (x != null
                    && same.stream().allMatch(v -> v.type().equals(x.tensor().type()))) {
                return scale(r, x, Elementwise.mul(r.b(), r.get(x.tensor()), r.get(n.input(1 - i))));
            }
        }
        return null;
    }

    private static Value scale(Rewrite r, Scaled x, Value v) {
        return r.b().add(x.divided() ? DIV : MUL, Attributes.NONE, v, r.get(x.scalar()));
    }
}
