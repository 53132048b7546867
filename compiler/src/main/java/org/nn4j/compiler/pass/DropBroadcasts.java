package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;

/** {@code f(broadcast_to(x), y)} → {@code f(x, y)} where {@code f} works place by place and broadcasts to the same. */
final class DropBroadcasts extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (!n.op().isElementwise()) {
            return null;
        }
        List<Value> in = new ArrayList<>(n.inputs());
        for (int i = 0; i < in.size(); i++) {
            Node broadcast = r.definition(in.get(i), ShapeOps.BROADCAST_TO);
            if (broadcast != null) {
                Value repeated = in.set(i, broadcast.input(0));
                List<TensorType> types = in.stream().map(Value::type).toList();
                if (!n.op().infer(types, n.attributes(), List.of())
                        .equals(List.of(n.output().type()))) {
                    in.set(i, repeated);
                }
            }
        }
        return in.equals(n.inputs())
                ? null
                : r.b().addAll(n.op(), n.attributes(), in.stream().map(r::get).toList())
                        .get(0);
    }
}
