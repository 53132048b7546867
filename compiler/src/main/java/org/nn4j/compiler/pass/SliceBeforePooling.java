package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Pooling;
import org.nn4j.compiler.op.SliceOps;

/**
 * {@code slice(pool(x))} → {@code pool(slice(x))} where windows lie tile beside tile and nothing else reads the pooled:
 * what is not asked for need not be there before.
 */
final class SliceBeforePooling extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Node pool = n.op() == SliceOps.SLICE && r.usedOnce(n.input(0)) ? r.definition(n.input(0)) : null;
        if (pool == null || !(pool.op() == Pooling.MAX_POOL || pool.op() == Pooling.AVERAGE_POOL)) {
            return null;
        }
        List<Integer> kernel = pool.attributes().integers("kernel");
        boolean margins = java.util.stream.Stream.of("before", "after")
                .anyMatch(side -> pool.attributes().integers(side).stream().anyMatch(m -> m > 0));
        if (margins || !kernel.equals(pool.attributes().integers("stride"))) {
            return null;
        }
        List<Integer> axes = n.attributes().integers("axes");
        List<Dim> starts = new ArrayList<>();
        List<Dim> sizes = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            Dim window = Dim.of(axes.get(i) < 2 ? 1 : kernel.get(axes.get(i) - 2));
            starts.add(n.attributes().dims("starts").get(i).times(window));
            sizes.add(n.attributes().dims("sizes").get(i).times(window));
        }
        Value part = SliceOps.slice(r.b(), r.get(pool.input(0)), axes, starts, sizes);
        return r.b().add(pool.op(), pool.attributes(), part);
    }
}
