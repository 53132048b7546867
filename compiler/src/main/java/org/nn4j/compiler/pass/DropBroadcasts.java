package org.nn4j.compiler.pass;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;

/**
 * {@code f(broadcast_to(x), y)} → {@code f(x, y)} where {@code f} works place by place and broadcasts to the same, and
 * {@code broadcast_to(f(x, y))} where it does not: then less is computed.
 */
final class DropBroadcasts extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (!n.op().isElementwise()) {
            return null;
        }
        List<Value> in = n.inputs().stream()
                .map(v -> {
                    Node broadcast = r.definition(v, ShapeOps.BROADCAST_TO);
                    return broadcast == null ? v : broadcast.input(0);
                })
                .toList();
        if (in.equals(n.inputs())) {
            return null;
        }
        Value once = r.b().addAll(
                        n.op(), n.attributes(), in.stream().map(r::get).toList())
                .get(0);
        return ShapeOps.broadcastTo(r.b(), once, n.output().shape());
    }
}
