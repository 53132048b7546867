package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Pooling;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.Resizing;
import org.nn4j.compiler.op.Window;

/** Pooling and resizing over the inner axes of {@code [B, C, ...S]}, all but rows and channels. */
final class PoolingFunctions {

    private PoolingFunctions() {}

    static void define(Scope s) {
        Builtins.define(s, "max_pool", List.of("x", "kernel", "stride?", "padding?"), """
                The largest element of each window over the inner axes of `[B, C, ...S]`; the stride is the kernel
                unless given, margins have no elements.
                Example: max_pool(tensor([[[1.0, 4.0, 2.0, 3.0]]]), 2) == tensor([[[4.0, 3.0]]])""", (in, a) -> {
            Val.Tensor x = a.tensor("x");
            Window w = window(in, a, x);
            return made(in, a, x, () -> Pooling.max(x.graph(), x.value(), w));
        });
        Builtins.define(
                s,
                "average_pool",
                List.of("x", "kernel", "stride?", "padding?", "count_padding?"),
                """
                The mean of each window over the inner axes of `[B, C, ...S]`, of what lies inside, or with
                `count_padding = true` with the zeros of the margins.
                Example: average_pool(tensor([[[1.0, 4.0, 2.0, 3.0]]]), 2) == tensor([[[2.5, 2.5]]])""",
                PoolingFunctions::average);
        Builtins.define(
                s, "adaptive_average_pool", List.of("x", "size"), """
                Means of windows that bring the inner axes to a size.
                Example: adaptive_average_pool(tensor([[[1.0, 2.0, 3.0, 4.0]]]), 2) == tensor([[[1.5, 3.5]]])""", (in, a) -> adaptive(in, a, Reduction.MEAN));
        Builtins.define(s, "adaptive_max_pool", List.of("x", "size"), """
                Maxima of windows that bring the inner axes to a size.
                Example: adaptive_max_pool(tensor([[[1.0, 2.0, 3.0, 4.0]]]), 2) == tensor([[[2.0, 4.0]]])""", (in, a) -> adaptive(in, a, Reduction.MAX));
        Builtins.define(s, "resize", List.of("x", "scale?", "size?", "mode?"), """
                Images `[B, C, ...S]` enlarged by whole factors, or brought to a size; mode "nearest" or "linear",
                with pixels as areas (no aligned corners).
                Example: resize(tensor([[[1.0, 2.0]]]), scale = 2) == tensor([[[1.0, 1.0, 2.0, 2.0]]])""", PoolingFunctions::resize);
    }

    private static Val made(Interpreter in, Given a, Val.Tensor x, Supplier<Value> nodes) {
        Value v = in.build(x.graph(), a.span(), List.of(x.value()), List.of(a.span("x")), nodes);
        return new Val.Tensor(v, x.graph(), false);
    }

    /** A mean is of what lies inside, unless {@code count_padding} has the zeros of the margin count too. */
    private static Val average(Interpreter in, Given a) {
        Val.Tensor x = a.tensor("x");
        Window w = window(in, a, x);
        boolean all = a.flag("count_padding", false) || !w.hasMargins();
        return made(in, a, x, () -> {
            GraphBuilder b = x.graph();
            Value mean = Pooling.average(b, x.value(), w);
            if (all) {
                return mean;
            }
            List<Dim> image = new ArrayList<>(x.type().shape().dims());
            image.set(0, Dim.of(1));
            image.set(1, Dim.of(1));
            Value ones = Constants.fill(b, x.type().dtype(), 1, new Shape(image));
            return Elementwise.div(b, mean, Pooling.average(b, ones, w));
        });
    }

    private static Val adaptive(Interpreter in, Given a, Op within) {
        Val.Tensor x = a.tensor("x");
        List<Integer> sizes = a.numbers("size", inner(x), 1, 1);
        if (sizes.stream().anyMatch(n -> n != 1)) {
            requireKnown(in, a, x, sizes);
        }
        return made(in, a, x, () -> Resizing.adaptive(x.graph(), x.value(), sizes, within));
    }

    private static Val resize(Interpreter in, Given a) {
        Val.Tensor x = a.tensor("x");
        String mode = a.has("mode") ? String.valueOf(a.string("mode")) : "nearest";
        if (!mode.equals("nearest") && !mode.equals("linear")) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    "`resize` knows no mode \"" + mode + "\"",
                    a.span("mode"),
                    "it is \"nearest\" or \"linear\"");
        }
        if (a.has("scale") == a.has("size")) {
            throw in.report.error(Code.MISSING_ARGUMENT, "`resize` needs either a `scale` or a `size`", a.span());
        }
        boolean linear = mode.equals("linear");
        if (a.has("scale")) {
            List<Integer> factors = a.numbers("scale", inner(x), 1, 1);
            if (!linear) {
                return made(in, a, x, () -> Pooling.enlarge(x.graph(), x.value(), factors));
            }
            requireKnown(in, a, x, factors);
            List<Integer> sizes = new ArrayList<>();
            for (int i = 0; i < factors.size(); i++) {
                sizes.add(Math.toIntExact(
                        Math.multiplyExact(x.type().shape().dim(i + 2).value(), factors.get(i))));
            }
            return made(in, a, x, () -> Resizing.resize(x.graph(), x.value(), sizes, true));
        }
        List<Integer> sizes = a.numbers("size", inner(x), 1, 1);
        requireKnown(in, a, x, sizes);
        return made(in, a, x, () -> Resizing.resize(x.graph(), x.value(), sizes, linear));
    }

    private static int inner(Val.Tensor x) {
        return Math.max(1, x.type().rank() - 2);
    }

    private static void requireKnown(Interpreter in, Given a, Val.Tensor x, List<Integer> perAxis) {
        in.build(x.graph(), a.span(), List.of(x.value()), List.of(a.span("x")), () -> {
            Resizing.requireRank(perAxis.size(), x.type());
            return x;
        });
        for (int i = 0; i < perAxis.size(); i++) {
            in.intValue(new Val.Int(x.type().shape().dim(i + 2)), a.span("x"));
        }
    }

    private static Window window(Interpreter in, Given a, Val.Tensor x) {
        int axes = a.value("kernel") instanceof Val.Sequence s ? s.elements().size() : inner(x);
        List<Integer> kernel = a.numbers("kernel", axes, 1, 1);
        List<Integer> stride = a.has("stride") ? a.numbers("stride", axes, 1, 1) : kernel;
        Padding padding = Padding.of(in, a, axes);
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            // A wrong rank is the operator's to tell.
            Dim size = i + 2 < x.type().rank() ? x.type().shape().dim(i + 2) : Dim.of(kernel.get(i));
            Padding.Margin m = padding.of(i, size, Dim.of(kernel.get(i)), stride.get(i));
            before.add(m.before());
            after.add(m.after());
        }
        return new Window(kernel, stride, before, after);
    }
}
