package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Shape;

/**
 * How {@link Convolution#CONV_WEIGHTS} is written in ONNX, which has no operator for it. For each element of the kernel
 * it is the product of what the element lay on with the gradient; the forms differ in how the products are summed.
 *
 * <p>Milliseconds in ONNX Runtime 1.30 on one thread of a busy machine, the fastest of many runs. The columns are a
 * convolution with batch and channels swapped, a Gemm for each element, and a MatMul for each image:
 *
 * <pre>
 * images           kernels        swapped  elements  images
 * [32, 32, 12, 12] [64, 32, 3, 3]     3.1       1.7     2.3
 * [32, 64, 16, 16] [64, 64, 3, 3]    20.0       6.1    13.7
 * [32, 16, 32, 32] [16, 16, 5, 5]    18.6      10.6    41.5
 * [32, 3, 32, 32]  [32, 3, 3, 3]      2.2       3.7     1.1
 * [32, 1, 28, 28]  [32, 1, 3, 3]      0.5       2.4     0.4
 * [32, 32, 32, 32] [64, 32, 1, 1]                2.8     2.5
 * [32, 64, 16, 16] [128, 64, 1, 1]               2.4     2.0
 * [32, 128, 8, 8]  [128, 128, 1, 1]              1.0     1.1
 * </pre>
 *
 * With a channel a group, on [32, 64, 14, 14]: swapped 9.7, products summed by ReduceSum 2.4, by MatMul 31.
 */
final class ConvWeightsForms {

    /** Elements of a kernel from which on the gradient is one convolution, however slow: 32 × 32. */
    private static final long MANY_ELEMENTS = 1024;

    /** Below this, a row of the matrix for one element of the kernel is too short for a fast Gemm. */
    private static final int FEW_CHANNELS = 8;

    private final OnnxEmitter e;
    private final ConvGeometry g;
    private final Shape x;
    private final Shape dy;
    private final List<Dim> kernel;
    private final Dim batch;
    private final Dim groups;
    private final Dim inGroup;
    private final Dim outGroup;
    private final List<Dim> places;
    private final String images;
    private final DType dtype;
    private final String gradient;

    private ConvWeightsForms(OnnxEmitter e, Node n) {
        this.e = e;
        g = ConvGeometry.of(n.attributes());
        x = n.input(0).shape();
        dy = n.input(1).shape();
        kernel = n.attributes().dims("kernel");
        batch = x.dim(0);
        groups = Dim.of(g.groups());
        inGroup = x.dim(1).floorDiv(groups);
        outGroup = dy.dim(1).floorDiv(groups);
        places = Convolution.sizes(dy);
        images = e.name(n.input(0));
        dtype = n.input(0).dtype();
        gradient = e.name(n.input(1));
    }

    static String emit(OnnxEmitter e, Node n) {
        ConvWeightsForms f = new ConvWeightsForms(e, n);
        if (!f.kernel.stream().allMatch(Dim::isKnown) || f.hasManyElements()) {
            return f.asConvolution();
        }
        if (f.inGroup.is(1) && f.g.groups() > 1) {
            return f.summedProducts();
        }
        if (f.g.groups() > 1) {
            return f.matrixForEachGroup();
        }
        boolean few = f.inGroup.isKnown() && f.inGroup.value() < FEW_CHANNELS;
        return few || f.manyPlacesOfOneElement() ? f.matrixForEachImage() : f.matrixForEachElement();
    }

    /** So many that a node for each would be a graph beyond all measure. */
    private boolean hasManyElements() {
        long elements = 1;
        for (Dim size : kernel) {
            elements *= Math.min(size.value(), MANY_ELEMENTS);
            if (elements >= MANY_ELEMENTS) {
                return true;
            }
        }
        return false;
    }

    /** With one element there is nothing to slice, and no more to sum over the batch than there was to turn. */
    private boolean manyPlacesOfOneElement() {
        Dim all = new Shape(places).elements();
        Dim filters = dy.dim(1);
        return new Shape(kernel).elements().is(1)
                && all.isKnown()
                && filters.isKnown()
                && all.value() > filters.value();
    }

    /** For each element of the kernel {@code dy[F, B * places] @ x[C, B * places]^T}. */
    private String matrixForEachElement() {
        Dim rows = batch.times(new Shape(places).elements());
        String turned = e.emit("Transpose", List.of(padded()), Map.of("perm", swapped()));
        String left =
                reshape(e.emit("Transpose", List.of(gradient), Map.of("perm", swapped())), Shape.of(dy.dim(1), rows));
        List<String> parts = new ArrayList<>();
        for (String patch : patches(turned)) {
            String right = reshape(patch, Shape.of(x.dim(1), rows));
            String product = e.emit("Gemm", List.of(left, right), Map.of("transB", 1));
            parts.add(e.emit("Unsqueeze", List.of(product, e.ints(2))));
        }
        return joined(parts, 2);
    }

    /** {@code dy[B, F, places] @ x[B, C * elements, places]^T}, then the sum over the batch. */
    private String matrixForEachImage() {
        Dim all = new Shape(places).elements();
        List<String> parts = new ArrayList<>();
        for (String patch : patches(padded())) {
            parts.add(e.emit("Unsqueeze", List.of(patch, e.ints(2))));
        }
        String columns = reshape(
                e.emit("Concat", parts, Map.of("axis", 2)),
                Shape.of(batch, x.dim(1).times(new Shape(kernel).elements()), all));
        String product = e.emit(
                "MatMul",
                List.of(
                        reshape(gradient, Shape.of(batch, dy.dim(1), all)),
                        e.emit("Transpose", List.of(columns), Map.of("perm", List.of(0L, 2L, 1L)))));
        String sum = e.emit("ReduceSum", List.of(product, e.ints(0)), Map.of("keepdims", 0));
        return reshape(sum, result());
    }

    /** For each element {@code dy[groups, F, B * places] @ x[groups, B * places, C]}. */
    private String matrixForEachGroup() {
        Dim rows = batch.times(new Shape(places).elements());
        List<Long> toBack = perm(1, 0, IntStream.range(3, 3 + g.axes()), IntStream.of(2));
        String turned = e.emit(
                "Transpose",
                List.of(reshape(padded(), image(batch, List.of(groups, inGroup), paddedSizes()))),
                Map.of("perm", toBack));
        String left = reshape(
                e.emit("Transpose", List.of(gradient), Map.of("perm", swapped())), Shape.of(groups, outGroup, rows));
        List<String> parts = new ArrayList<>();
        for (String patch : patches(turned)) {
            String right = reshape(patch, Shape.of(groups, rows, inGroup));
            String product = e.emit("MatMul", List.of(left, right));
            parts.add(e.emit("Unsqueeze", List.of(product, e.ints(3))));
        }
        return joined(parts, 3);
    }

    /** For each element the sum of {@code dy * x} over batch and places, where each filter sees one channel. */
    private String summedProducts() {
        boolean one = outGroup.is(1);
        // A filter more for each channel is an axis more to repeat the channel over.
        String filters = one ? gradient : reshape(gradient, image(batch, List.of(groups, outGroup), places));
        int first = one ? 2 : 3;
        long[] axes = LongStream.concat(LongStream.of(0), LongStream.range(first, first + g.axes()))
                .toArray();
        List<String> parts = new ArrayList<>();
        for (String patch : patches(padded())) {
            String channels = one ? patch : e.emit("Unsqueeze", List.of(patch, e.ints(2)));
            String product = e.emit("Mul", List.of(channels, filters));
            String sum = e.emit("ReduceSum", List.of(product, e.ints(axes)), Map.of("keepdims", 0));
            parts.add(e.emit("Unsqueeze", List.of(sum, e.ints(first - 1))));
        }
        return joined(parts, first - 1);
    }

    /**
     * The batch is what is summed over, so it takes the place of the channels; the gradient is the kernel, and stride
     * and dilation change places. The only form for a kernel whose size is known at run time.
     */
    private String asConvolution() {
        // Of no channels ONNX Runtime's Conv never comes back: an image of zeros keeps it from there.
        String gradients = e.emit("Transpose", List.of(oneMore(gradient)), Map.of("perm", swapped()));
        Dim more = batch.plus(Dim.of(1));
        List<Dim> sizes = Convolution.sizes(x);
        String parted = reshape(oneMore(images), image(more, List.of(groups, inGroup), sizes));
        String turned = e.emit(
                "Transpose",
                List.of(parted),
                Map.of("perm", perm(2, 1, IntStream.of(0), IntStream.range(3, 3 + g.axes()))));
        String left = reshape(turned, image(inGroup, List.of(groups.times(more)), sizes));
        ConvGeometry back = new ConvGeometry(
                /* strides= */ g.dilations(), g.before(), g.after(), /* dilations= */ g.strides(), g.groups());
        String dw = e.emit("Conv", List.of(left, gradients), ConvolutionForms.attributes(back));
        return e.emit("Transpose", List.of(ConvolutionForms.firstOf(e, dw, kernel)), Map.of("perm", swapped()));
    }

    private String oneMore(String rows) {
        long[] ends = new long[2 * x.rank()];
        ends[x.rank()] = 1;
        return e.emit("Pad", List.of(rows, e.ints(ends), e.scalar(dtype, 0)));
    }

    private String padded() {
        if (g.before().stream().allMatch(p -> p == 0) && g.after().stream().allMatch(p -> p == 0)) {
            return images;
        }
        List<Integer> pads = new ArrayList<>(List.of(0, 0));
        pads.addAll(g.before());
        pads.addAll(List.of(0, 0));
        pads.addAll(g.after());
        return e.emit("Pad", List.of(images, e.ints(pads), e.scalar(dtype, 0)));
    }

    private List<Dim> paddedSizes() {
        List<Dim> sizes = Convolution.sizes(x);
        return IntStream.range(0, g.axes())
                .mapToObj(i -> g.padded(i, sizes.get(i)))
                .toList();
    }

    /** What each element of the kernel lies on. */
    private List<String> patches(String from) {
        return Patches.of(e, from, g, kernel, places);
    }

    private String joined(List<String> parts, int axis) {
        String all = parts.size() == 1 ? parts.get(0) : e.emit("Concat", parts, Map.of("axis", axis));
        return reshape(all, result());
    }

    private Shape result() {
        return image(dy.dim(1), List.of(inGroup), kernel);
    }

    private String reshape(String from, Shape to) {
        return ShapeOps.reshape(e, from, to);
    }

    private static Shape image(Dim first, List<Dim> second, List<Dim> sizes) {
        List<Dim> dims = new ArrayList<>(List.of(first));
        dims.addAll(second);
        dims.addAll(sizes);
        return new Shape(dims);
    }

    private List<Long> swapped() {
        return perm(1, 0, IntStream.range(2, 2 + g.axes()));
    }

    private static List<Long> perm(int first, int second, IntStream... more) {
        List<Long> all = new ArrayList<>(List.of((long) first, (long) second));
        Arrays.stream(more).forEach(s -> s.forEach(i -> all.add((long) i)));
        return Collections.unmodifiableList(all);
    }
}
