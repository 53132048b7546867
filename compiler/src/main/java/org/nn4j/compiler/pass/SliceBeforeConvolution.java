package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ConvGeometry;
import org.nn4j.compiler.op.Convolution;
import org.nn4j.compiler.op.SliceOps;

/**
 * {@code slice(conv(x, w))} → {@code conv(slice(x), w)} along the axes that the kernel walks over, where nothing else
 * reads the convolution: what a pooling with stride 2 leaves of an odd axis is never computed, nor its gradient.
 */
final class SliceBeforeConvolution extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Node conv = n.op() == SliceOps.SLICE && r.usedOnce(n.input(0)) ? r.definition(n.input(0)) : null;
        if (conv == null || conv.op() != Convolution.CONV) {
            return null;
        }
        List<Integer> axes = n.attributes().integers("axes");
        ConvGeometry g = ConvGeometry.of(conv.attributes());
        List<Integer> before = new ArrayList<>(g.before());
        List<Integer> after = new ArrayList<>(g.after());
        List<Dim> starts = new ArrayList<>();
        List<Dim> sizes = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            int axis = axes.get(i) - 2;
            Dim from = n.attributes().dims("starts").get(i);
            Dim count = n.attributes().dims("sizes").get(i);
            Dim size = conv.input(0).shape().dim(axes.get(i));
            Dim kernel = conv.input(1).shape().dim(axes.get(i));
            boolean known = from.isKnown() && count.isKnown() && size.isKnown() && kernel.isKnown();
            if (axis < 0 || !known || count.is(0)) {
                return null;
            }
            // Where the first and the last kernel that is asked for begin and end, counted from the unpadded start.
            long stride = g.strides().get(axis);
            long begin = from.value() * stride - g.before().get(axis);
            long reach = (kernel.value() - 1) * g.dilations().get(axis) + 1;
            long end = begin + (count.value() - 1) * stride + reach;
            long first = Math.max(0, begin);
            long last = Math.min(size.value(), end);
            if (last <= first) {
                return null;
            }
            before.set(axis, (int) (first - begin));
            after.set(axis, (int) (end - last));
            starts.add(Dim.of(first));
            sizes.add(Dim.of(last - first));
        }
        ConvGeometry cut = new ConvGeometry(g.strides(), before, after, g.dilations(), g.groups());
        List<Value> in = new ArrayList<>(List.of(SliceOps.slice(r.b(), r.get(conv.input(0)), axes, starts, sizes)));
        conv.inputs().subList(1, conv.inputs().size()).forEach(v -> in.add(r.get(v)));
        return r.b().addAll(Convolution.CONV, cut.attributes(), in).get(0);
    }
}
