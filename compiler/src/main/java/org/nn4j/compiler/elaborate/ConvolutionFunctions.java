package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ConvGeometry;
import org.nn4j.compiler.op.Convolution;
import org.nn4j.compiler.source.Span;

/**
 * {@code conv(x, w)} and {@code conv_transpose(x, w)}, and {@code per_axis}, by which a layer takes one int for all axes
 * or a list of them.
 */
final class ConvolutionFunctions {

    private static final List<String> GEOMETRY = List.of("stride?", "padding?", "dilation?", "groups?");

    private ConvolutionFunctions() {}

    static void define(Scope s) {
        Builtins.define(s, "conv", parameters(), """
                Cross-correlation of `x[B, C, ...S]` with kernels `w[F, C div groups, ...K]`, and a bias for each
                filter; one to three inner axes. Stride and dilation are an int or a list; padding is an int, a
                list, "same", "valid" or "causal".
                Example: conv(tensor([[[1.0, 2.0, 3.0]]]), tensor([[[1.0, 1.0]]])) == tensor([[[3.0, 5.0]]])""", (in, a) -> conv(in, a));
        Builtins.define(s, "conv_transpose", parameters("output_padding?"), """
                The images whose gradient under a convolution with kernels `w[C, F div groups, ...K]` is x: the size
                is the smallest that the convolution brings to that of x, and what output_padding adds.
                Example: conv_transpose(tensor([[[1.0, 2.0]]]), tensor([[[1.0, 1.0]]])) == tensor([[[1.0, 3.0, 2.0]]])""", (in, a) -> transposed(in, a));
        Builtins.define(
                s,
                "per_axis",
                List.of("size", "axes"),
                """
                One int for all axes, or a list of one each, as a list.
                Example: per_axis(3, 2) == [3, 3]""",
                (in, a) -> new Val.Sequence(a.perAxis("size", Math.toIntExact(a.integer("axes", 1)), 1, 1).stream()
                        .<Val>map(Val.Int::new)
                        .toList()));
    }

    private static List<String> parameters(String... more) {
        List<String> all = new ArrayList<>(List.of("x", "w", "bias?"));
        all.addAll(GEOMETRY);
        all.addAll(List.of(more));
        return all;
    }

    private static Val conv(Interpreter in, Given a) {
        Call c = new Call(in, a);
        Padding padding = Padding.of(in, a, c.axes);
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int i = 0; i < c.axes; i++) {
            Padding.Margin m = padding.of(i, c.sizes.get(i), c.reach(i), c.strides.get(i));
            before.add(m.before());
            after.add(m.after());
        }
        return c.node(Convolution.CONV, c.geometry(before, after).attributes());
    }

    /** The size is the smallest that a convolution brings to that of x, and what {@code output_padding} adds. */
    private static Val transposed(Interpreter in, Given a) {
        Call c = new Call(in, a);
        Padding padding = Padding.of(in, a, c.axes);
        List<Integer> more = a.numbers("output_padding", c.axes, 0, 0);
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Dim> size = new ArrayList<>();
        for (int i = 0; i < c.axes; i++) {
            int stride = c.strides.get(i);
            if (more.get(i) < 0 || more.get(i) >= Math.max(stride, 1)) {
                throw in.report.error(
                        Code.ARGUMENT_VALUE,
                        "an `output_padding` of " + more.get(i) + " with a stride of " + stride,
                        a.span("output_padding"),
                        "it chooses among the sizes that a convolution of this stride brings to one: 0 to stride - 1");
            }
            Dim stepped = c.sizes.get(i).minus(Dim.of(1)).times(Dim.of(stride));
            Dim whole = stepped.plus(c.reach(i)).plus(Dim.of(more.get(i)));
            Padding.Margin m = padding.ofTransposed(i, c.reach(i), stride);
            before.add(m.before());
            after.add(m.after());
            Dim cut = whole.minus(Dim.of(m.before() + m.after()));
            size.add(padding.isSame() ? c.sizes.get(i).times(Dim.of(stride)) : cut);
        }
        for (Dim d : size) {
            if (d.isKnown() && d.value() < 1) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        "`conv_transpose` with this padding leaves nothing: a size of " + d,
                        a.span(),
                        "padding is cut from both ends of the result: take less");
            }
        }
        return c.node(Convolution.CONV_TRANSPOSE, c.geometry(before, after).attributes("size", List.copyOf(size)));
    }

    /** The arguments that both have. */
    private static final class Call {
        private final Interpreter in;
        private final Given a;
        private final Val.Tensor x;
        private final Val.Tensor w;
        private final int axes;
        private final List<Dim> sizes;
        private final List<Dim> kernel;
        private final List<Integer> strides;
        private final List<Integer> dilations;

        Call(Interpreter in, Given a) {
            this.in = in;
            this.a = a;
            x = a.tensor("x");
            w = a.tensor("w");
            // A wrong rank is the operator's to tell; until then it counts as one axis.
            boolean sound = x.type().rank() > 2 && w.type().rank() == x.type().rank();
            axes = sound ? x.type().rank() - 2 : 1;
            sizes = sound ? Convolution.sizes(x.type().shape()) : List.of(Dim.of(1));
            kernel = sound ? Convolution.sizes(w.type().shape()) : List.of(Dim.of(1));
            strides = a.numbers("stride", axes, 1, 1);
            dilations = a.numbers("dilation", axes, 1, 1);
        }

        /** How much of an axis the kernel covers. */
        Dim reach(int axis) {
            return kernel.get(axis)
                    .minus(Dim.of(1))
                    .times(Dim.of(dilations.get(axis)))
                    .plus(Dim.of(1));
        }

        ConvGeometry geometry(List<Integer> before, List<Integer> after) {
            long groups = a.integer("groups", 1);
            if (groups < 1 || groups > Padding.MAX) {
                throw in.report.error(Code.ARGUMENT_VALUE, groups + " groups", a.span("groups"), "one group is all");
            }
            return new ConvGeometry(strides, before, after, dilations, (int) groups);
        }

        Val node(Op op, Attributes attributes) {
            List<Value> inputs = new ArrayList<>(List.of(x.value(), w.value()));
            List<Span> spans = new ArrayList<>(List.of(a.span("x"), a.span("w")));
            if (a.has("bias")) {
                inputs.add(a.tensor("bias").value());
                spans.add(a.span("bias"));
            }
            Value v = in.node(x.graph(), a.span(), op, attributes, inputs, spans);
            return new Val.Tensor(v, x.graph(), false);
        }
    }
}
