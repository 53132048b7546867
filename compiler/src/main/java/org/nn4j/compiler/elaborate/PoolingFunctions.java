package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collections;
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
        Builtins.define(s, "max_pool", List.of("x", "kernel", "stride?", "padding?"), (in, a) -> {
            Val.Tensor x = a.tensor("x");
            Window w = window(in, a, x);
            return made(in, a, x, () -> Pooling.max(x.graph(), x.value(), w));
        });
        Builtins.define(
                s,
                "average_pool",
                List.of("x", "kernel", "stride?", "padding?", "count_padding?"),
                PoolingFunctions::average);
        Builtins.define(s, "adaptive_average_pool", List.of("x", "size"), (in, a) -> adaptive(in, a, Reduction.MEAN));
        Builtins.define(s, "adaptive_max_pool", List.of("x", "size"), (in, a) -> adaptive(in, a, Reduction.MAX));
        Builtins.define(s, "resize", List.of("x", "scale?", "size?", "mode?"), PoolingFunctions::resize);
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
        List<Integer> sizes = ints(in, a, "size", inner(x));
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
            List<Integer> factors = positive(in, a, "scale", ints(in, a, "scale", inner(x)));
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
        List<Integer> sizes = positive(in, a, "size", ints(in, a, "size", inner(x)));
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

    private static List<Integer> positive(Interpreter in, Given a, String name, List<Integer> values) {
        for (int v : values) {
            if (v < 1) {
                throw in.report.error(Code.ARGUMENT_VALUE, "a " + name + " of " + v, a.span(name));
            }
        }
        return values;
    }

    // Windows

    private static Window window(Interpreter in, Given a, Val.Tensor x) {
        int axes = a.value("kernel") instanceof Val.Sequence s ? s.elements().size() : inner(x);
        List<Integer> kernel = ints(in, a, "kernel", axes);
        List<Integer> stride = a.has("stride") ? ints(in, a, "stride", axes) : kernel;
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        if (a.has("padding")
                && a.value("padding") instanceof Val.Str s
                && s.value().equals("same")) {
            for (int i = 0; i < axes; i++) {
                int all = same(in, a, x, i, kernel.get(i), stride.get(i));
                before.add(all / 2);
                after.add(all - all / 2);
            }
        } else {
            padding(in, a, axes, before, after);
        }
        return new Window(kernel, stride, before, after);
    }

    /** As much as it takes for a place at every stride; what is odd goes to the end. */
    private static int same(Interpreter in, Given a, Val.Tensor x, int i, int kernel, int stride) {
        if (stride < 1 || x.type().rank() < i + 3) {
            return 0;
        }
        Dim rest = x.type().shape().dim(i + 2).mod(Dim.of(stride));
        if (!rest.isKnown() && !in.walk.general()) {
            throw in.report.error(
                    Code.NOT_KNOWN,
                    "\"same\" padding with a stride of " + stride + " depends on the size of axis " + (i + 2)
                            + ", which only run time knows",
                    a.span("padding"),
                    "say how much: `padding = 1`");
        }
        long last = in.intValue(new Val.Int(rest), a.span("padding"));
        return (int) Math.max(0, kernel - (last == 0 ? stride : last));
    }

    private static void padding(Interpreter in, Given a, int axes, List<Integer> before, List<Integer> after) {
        Val v = a.has("padding") ? a.value("padding") : Val.Int.of(0);
        if (v instanceof Val.Str s && s.value().equals("valid")) {
            v = Val.Int.of(0);
        }
        List<Val> each = v instanceof Val.Sequence s ? s.elements() : Collections.nCopies(axes, v);
        if (each.size() != axes) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    each.size() + " paddings for " + axes + (axes == 1 ? " axis" : " axes"),
                    a.span("padding"));
        }
        for (Val one : each) {
            if (one instanceof Val.Sequence pair && pair.elements().size() == 2) {
                before.add(integer(in, a, "padding", pair.elements().get(0)));
                after.add(integer(in, a, "padding", pair.elements().get(1)));
            } else if (one instanceof Val.Int) {
                before.add(integer(in, a, "padding", one));
                after.add(integer(in, a, "padding", one));
            } else {
                throw in.report.error(
                        Code.WRONG_KIND,
                        "the padding of a pool cannot be " + one.describe(),
                        a.span("padding"),
                        "it is \"valid\", \"same\", an int, an int for each axis, or a pair for each axis");
            }
        }
    }

    /** An int for each axis: one for all, or as many as there are. */
    private static List<Integer> ints(Interpreter in, Given a, String name, int axes) {
        Val v = a.value(name);
        List<Val> each = v instanceof Val.Sequence s ? s.elements() : Collections.nCopies(axes, v);
        if (each.size() != axes) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    "`" + name + "` has " + each.size() + " numbers for " + axes + (axes == 1 ? " axis" : " axes"),
                    a.span(name));
        }
        return each.stream().map(one -> integer(in, a, name, one)).toList();
    }

    private static int integer(Interpreter in, Given a, String name, Val v) {
        long i = in.intValue(v, a.span(name));
        if (Math.abs(i) > Short.MAX_VALUE) {
            throw in.report.error(Code.ARGUMENT_VALUE, "a " + name + " of " + i, a.span(name));
        }
        return (int) i;
    }
}
