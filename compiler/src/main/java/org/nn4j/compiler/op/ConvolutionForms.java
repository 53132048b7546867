package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;

/** How convolutions are written in ONNX; the gradient of their kernels has {@link ConvWeightsForms forms of its own}. */
final class ConvolutionForms {

    private ConvolutionForms() {}

    static String conv(OnnxEmitter e, Node n) {
        return e.emit("Conv", n.inputs().stream().map(e::name).toList(), attributes(ConvGeometry.of(n.attributes())));
    }

    /**
     * ONNX says by {@code output_padding} which of the possible sizes it is. Where that is known at run time only, the
     * largest is computed and cut.
     */
    static String convTranspose(OnnxEmitter e, Node n) {
        ConvGeometry g = ConvGeometry.of(n.attributes());
        List<Dim> size = n.attributes().dims("size");
        List<Dim> kernel = Convolution.sizes(n.input(1).shape());
        List<Long> more = new ArrayList<>();
        boolean cut = false;
        for (int i = 0; i < g.axes(); i++) {
            Dim left = g.leftover(i, size.get(i), kernel.get(i));
            more.add(left.isKnown() ? left.value() : g.strides().get(i) - 1);
            cut |= !left.isKnown();
        }
        Map<String, Object> attributes = attributes(g);
        attributes.put("output_padding", more);
        String out = e.emit("ConvTranspose", n.inputs().stream().map(e::name).toList(), attributes);
        return cut ? firstOf(e, out, size) : out;
    }

    /** The first elements of the axes behind the first two. */
    static String firstOf(OnnxEmitter e, String x, List<Dim> sizes) {
        long[] axes = IntStream.range(0, sizes.size()).mapToLong(i -> i + 2).toArray();
        return e.emit("Slice", List.of(x, e.ints(Collections.nCopies(sizes.size(), 0)), e.dims(sizes), e.ints(axes)));
    }

    static Map<String, Object> attributes(ConvGeometry g) {
        List<Integer> pads = new ArrayList<>(g.before());
        pads.addAll(g.after());
        Map<String, Object> m = new HashMap<>();
        m.put("strides", longs(g.strides()));
        m.put("pads", longs(pads));
        m.put("dilations", longs(g.dilations()));
        m.put("group", (long) g.groups());
        return m;
    }

    private static List<Long> longs(List<Integer> numbers) {
        return numbers.stream().map(Integer::longValue).toList();
    }
}
