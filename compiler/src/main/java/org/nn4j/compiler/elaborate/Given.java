package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.source.Span;

/** The arguments of a {@link Builtin}, by name and as the kinds it wants. */
final class Given {
    private final Interpreter in;
    private final Builtin function;
    private final Callable.Site site;
    private final Map<String, Callable.Argument> byName;
    private final List<Callable.Argument> rest;

    private Given(
            Interpreter in,
            Builtin function,
            Callable.Site site,
            Map<String, Callable.Argument> byName,
            List<Callable.Argument> rest) {
        this.in = in;
        this.function = function;
        this.site = site;
        this.byName = byName;
        this.rest = rest;
    }

    static Given of(Interpreter in, Builtin f, Callable.Site site, List<Callable.Argument> arguments) {
        List<String> names = new ArrayList<>();
        List<String> required = new ArrayList<>();
        boolean variadic = false;
        for (String p : f.parameters()) {
            if (p.startsWith("*")) {
                variadic = true;
            } else if (p.endsWith("?")) {
                names.add(p.substring(0, p.length() - 1));
            } else {
                names.add(p);
                required.add(p);
            }
        }
        List<Callable.Argument> plain = new ArrayList<>();
        List<Callable.Argument> rest = new ArrayList<>();
        int positional = 0;
        int places = variadic ? required.size() : names.size();
        for (Callable.Argument a : arguments) {
            if (a.name() == null && positional++ >= places && variadic) {
                rest.add(a);
            } else {
                plain.add(a);
            }
        }
        Map<String, Callable.Argument> given = Signature.assign(in, f.name(), names, plain);
        for (String r : required) {
            if (!given.containsKey(r)) {
                throw in.report.error(
                        Code.MISSING_ARGUMENT,
                        "`" + f.name() + "` needs `" + r + "`",
                        site.whole(),
                        "its parameters are (" + String.join(", ", f.parameters()) + ")");
            }
        }
        return new Given(in, f, site, given, rest);
    }

    /** What the function is called. */
    String name() {
        return function.name();
    }

    /** The whole call. */
    Span span() {
        return site.whole();
    }

    Span span(String name) {
        Callable.Argument a = byName.get(name);
        return a == null ? site.whole() : a.span();
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    List<Callable.Argument> rest() {
        return rest;
    }

    Val value(String name) {
        Callable.Argument a = byName.get(name);
        if (a == null) {
            throw new IllegalStateException("no argument " + name + " of " + function.name());
        }
        return a.value();
    }

    private Abort wrong(String name, String wanted) {
        return in.report.error(
                Code.WRONG_KIND,
                "`" + name + "` of `" + function.name() + "` must be " + wanted + ", not "
                        + value(name).describe(),
                span(name));
    }

    /** A tensor; a number becomes an f32 scalar, a bool one of its own kind. */
    Val.Tensor tensor(String name) {
        Val v = value(name);
        if (v instanceof Val.Tensor t) {
            return t;
        }
        if (v instanceof Val.Int || v instanceof Val.Real) {
            return in.arithmetic.convert(v, DType.F32, in.graph(), span(name));
        }
        if (v instanceof Val.Bool) {
            return in.arithmetic.convert(v, DType.BOOL, in.graph(), span(name));
        }
        throw wrong(name, "a tensor");
    }

    long integer(String name, long otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (value(name) instanceof Val.Int i && i.dim().isKnown()) {
            return i.dim().value();
        }
        if (value(name) instanceof Val.Int) {
            return in.intValue(value(name), span(name));
        }
        throw wrong(name, "an int");
    }

    /** A number of at least {@code least} for each of some axes: an int is for all of them, a list has one for each. */
    List<Dim> perAxis(String name, int axes, int otherwise, int least) {
        Val v = has(name) ? value(name) : Val.Int.of(otherwise);
        if (v instanceof Val.Int i) {
            return Collections.nCopies(axes, atLeast(name, i.dim(), least));
        }
        if (!(v instanceof Val.Sequence s) || !s.elements().stream().allMatch(e -> e instanceof Val.Int)) {
            throw wrong(name, "an int or a list of ints");
        }
        if (s.elements().size() != axes) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    s.elements().size() + " numbers for " + axes + (axes == 1 ? " axis" : " axes"),
                    span(name),
                    "give one for each axis, or one int for all of them");
        }
        return s.elements().stream()
                .map(e -> atLeast(name, ((Val.Int) e).dim(), least))
                .toList();
    }

    /** As {@link #perAxis}, where the compiler must know them. */
    List<Integer> numbers(String name, int axes, int otherwise, int least) {
        return perAxis(name, axes, otherwise, least).stream()
                .map(d -> Math.toIntExact(atLeast(name, Dim.of(in.intValue(new Val.Int(d), span(name))), least)
                        .value()))
                .toList();
    }

    private Dim atLeast(String name, Dim d, int least) {
        if (d.isKnown() && (d.value() < least || d.value() > Padding.MAX)) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    "a " + name + " of " + d,
                    span(name),
                    d.value() < least ? "it is at least " + least : "it is at most " + Padding.MAX);
        }
        return d;
    }

    double number(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        Optional<Double> d = in.number(value(name));
        if (d.isEmpty() && value(name) instanceof Val.Int && in.walk.general()) {
            return 0.5;
        }
        return d.orElseThrow(() -> wrong(name, "a number"));
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (value(name) instanceof Val.Bool b && b.value() != null) {
            return b.value();
        }
        throw wrong(name, "true or false");
    }

    @Nullable
    String string(String name) {
        if (!has(name)) {
            return null;
        }
        if (value(name) instanceof Val.Str s) {
            return s.value();
        }
        throw wrong(name, "a string");
    }

    /** A list of strings, or null where it was left out. */
    @Nullable
    List<String> strings(String name) {
        if (!has(name)) {
            return null;
        }
        if (value(name) instanceof Val.Str s) {
            return List.of(s.value());
        }
        if (value(name) instanceof Val.Sequence seq && seq.elements().stream().allMatch(e -> e instanceof Val.Str)) {
            return seq.elements().stream().map(e -> ((Val.Str) e).value()).toList();
        }
        throw wrong(name, "a list of strings");
    }

    /** An element type, by its name. */
    DType dtype(String name) {
        if (value(name) instanceof Val.Spec s && s.kind().equals("dtype")) {
            return (DType) java.util.Objects.requireNonNull(s.entries().get("dtype"));
        }
        throw wrong(name, "an element type such as `f32`");
    }

    /** The axes of {@code tensor} that an argument names: an int, several, or all where it was left out. */
    List<Integer> axes(String name, Val.Tensor tensor) {
        int rank = tensor.type().rank();
        List<Integer> axes = new ArrayList<>();
        if (has("over")) {
            return named(name, tensor);
        }
        if (!has(name)) {
            for (int i = 0; i < rank; i++) {
                axes.add(i);
            }
            return axes;
        }
        Val v = value(name);
        List<Val> all = v instanceof Val.Sequence s ? s.elements() : List.of(v);
        for (Val one : all) {
            axes.add(axis(in.intValue(one, span(name)), rank, span(name), tensor));
        }
        return axes.stream().distinct().sorted().toList();
    }

    private List<Integer> named(String axis, Val.Tensor tensor) {
        if (has(axis)) {
            throw in.report.error(
                    Code.TOO_MANY_ARGUMENTS,
                    "`" + function.name() + "` takes `axis` or `over`, not both",
                    span("over"));
        }
        if (value("over") instanceof Val.Axes names) {
            return AxisNames.find(in, names, tensor, span("over"));
        }
        throw in.report.error(
                Code.WRONG_KIND,
                "`over` names axes by the dims of a type, such as `over = (B, ...S)`, not "
                        + value("over").describe(),
                span("over"),
                "numbers of axes are given with `axis = …`");
    }

    /** The one axis that is given by its number or its name; the last one where it was left out. */
    int oneAxis(Val.Tensor tensor) {
        if (!has("over")) {
            return axis(integer("axis", -1), tensor.type().rank(), span("axis"), tensor);
        }
        List<Integer> axes = named("axis", tensor);
        if (axes.size() != 1) {
            throw in.report.error(
                    Code.WRONG_RANK, "`" + function.name() + "` goes over one axis, not " + axes.size(), span("over"));
        }
        return axes.get(0);
    }

    int axis(long axis, int rank, Span at, Val.Tensor tensor) {
        long positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive >= rank) {
            Diagnostic d = Diagnostic.error(
                            Code.WRONG_RANK,
                            "`" + function.name() + "` on axis " + axis + " of " + tensor.describe(),
                            at)
                    .help(
                            rank == 0
                                    ? "a scalar has no axes"
                                    : rank == 1
                                            ? "its only axis is 0"
                                            : "axes count from 0 to " + (rank - 1) + ", or from the end: -1");
            Diagnostic trailed = in.report.trailed(d, List.of(tensor.value()));
            // One axis beyond the last may be one that the input lacks; a number further off is itself the slip.
            throw in.report.error(positive == rank ? in.report.blamedOnInput(trailed, tensor.value()) : trailed);
        }
        return (int) positive;
    }

    /** The remaining arguments as dims: ints, runs, or one list of them. */
    Shape dims() {
        List<Dim> dims = new ArrayList<>();
        for (Callable.Argument a : rest) {
            addDims(a.value(), a.span(), dims);
        }
        Shape shape = new Shape(dims);
        in.types.requireSize(shape, site.whole());
        return shape;
    }

    private void addDims(Val v, Span at, List<Dim> dims) {
        if (v instanceof Val.Int i) {
            if (i.dim().isKnown() && i.dim().value() < 0) {
                throw in.report.error(Code.ARGUMENT_VALUE, "a size of " + i.dim(), at, "sizes are not negative");
            }
            dims.add(i.dim());
        } else if (v instanceof Val.Run r) {
            dims.addAll(r.dims());
        } else if (v instanceof Val.Sequence s) {
            s.elements().forEach(e -> addDims(e, at, dims));
        } else {
            throw in.report.error(Code.WRONG_KIND, "a size must be an int, not " + v.describe(), at);
        }
    }
}
