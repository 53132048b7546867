package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.TypeExpr;

/** Types as they are written: what they say about a value, and the dims that they name. */
final class Types {

    private static final List<String> KINDS = List.of(
            "int",
            "ints",
            "float",
            "bool",
            "string",
            "fn",
            "layer",
            "schedule",
            "pattern",
            "list",
            "f32",
            "f64",
            "i64");

    private final Interpreter in;

    Types(Interpreter in) {
        this.in = in;
    }

    /** The element type that a written type names, if it is one of tensors; {@code bool} without dims is a kind. */
    static Optional<DType> dtype(TypeExpr t) {
        return t instanceof TypeExpr.Named n
                        && !(n.dims() == null && n.name().name().equals("bool"))
                ? DType.named(n.name().name())
                : Optional.empty();
    }

    /** A tensor type whose dims are all known in the scope. */
    TensorType tensor(TypeExpr t, Scope scope) {
        TypeExpr.Named n = tensorType(t);
        List<Dim> dims = new ArrayList<>();
        if (n.dims() != null) {
            for (Expr e : n.dims()) {
                dims.addAll(dims(e, scope));
            }
        }
        Shape shape = new Shape(dims);
        requireSize(shape, t.span());
        return new TensorType(DType.named(n.name().name()).orElseThrow(), shape);
    }

    /** What no machine could hold is a slip. */
    void requireSize(Shape shape, Span at) {
        double elements = 1;
        for (Dim d : shape.dims()) {
            elements *= d.isKnown() ? d.value() : 1;
        }
        if (elements > Integer.MAX_VALUE) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE, "a tensor " + shape + " has too many elements: more than 2^31", at);
        }
    }

    private TypeExpr.Named tensorType(TypeExpr t) {
        if (t instanceof TypeExpr.Named n) {
            if (DType.named(n.name().name()).isPresent()) {
                return n;
            }
            throw in.report.error(
                    Code.WRONG_KIND,
                    "`" + n.name() + "` is not an element type of tensors",
                    n.name().span(),
                    "tensors are `f32`, `f64`, `i64`, `i32`, `u8` or `bool`, with their dims: `f32[B, 10]`");
        }
        throw in.report.error(Code.WRONG_KIND, "a tensor type is needed here", t.span());
    }

    List<Dim> dims(Expr e, Scope scope) {
        requireBound(e, scope);
        if (e instanceof Expr.Spread s && scope.lookup(s.name().name()) == null) {
            throw unbound(s.name().name(), s.span(), scope);
        }
        Val v = in.eval(e, scope);
        if (v instanceof Val.Run r) {
            return r.dims();
        }
        if (e instanceof Expr.Spread && v instanceof Val.Sequence s) {
            return s.elements().stream().map(size -> dim(size, e.span())).toList();
        }
        return List.of(in.within(scope, () -> dim(v, e.span())));
    }

    private Dim dim(Val v, Span at) {
        if (!(v instanceof Val.Int i)) {
            throw in.report.error(Code.WRONG_KIND, "a dim must be an int, not " + v.describe(), at);
        }
        if (i.dim().isKnown() && i.dim().value() < 0) {
            throw in.report.error(Code.ARGUMENT_VALUE, "a size of " + i.dim(), at, "sizes are not negative");
        }
        if (i.dim().isKnown() && i.dim().value() > Integer.MAX_VALUE) {
            throw in.report.error(Code.ARGUMENT_VALUE, "a size of " + i.dim(), at, "sizes are below 2^31");
        }
        return i.dim();
    }

    private void requireBound(Expr e, Scope scope) {
        if (e instanceof Expr.Name n && scope.lookup(n.name()) == null) {
            throw unbound(n.name(), n.span(), scope);
        } else if (e instanceof Expr.Binary b) {
            requireBound(b.left(), scope);
            requireBound(b.right(), scope);
        }
    }

    /** Binds a dim that a signature names for the first time; such names start with an upper-case letter. */
    void bindNew(Expr.Name n, Dim dim, Scope scope) {
        if (!Character.isUpperCase(n.name().charAt(0))) {
            String near = Suggestions.didYouMean(n.name(), dimNames(scope));
            throw in.report.error(
                    Code.UNBOUND_DIM,
                    "no dim is called `" + n.name() + "` here",
                    n.span(),
                    near != null ? near : "a new dim starts with an upper-case letter");
        }
        scope.bind(n.name(), new Val.Int(dim));
    }

    private static List<String> dimNames(Scope scope) {
        return scope.visibleNames().stream()
                .filter(n -> scope.lookup(n) instanceof Val.Int)
                .toList();
    }

    /** Whether a name is that of a type. */
    static boolean isWord(String name) {
        return KINDS.contains(name)
                || Arrays.stream(DType.values()).anyMatch(d -> d.display().equals(name));
    }

    /** Whether a written type is one. */
    void requireType(TypeExpr t) {
        if (t instanceof TypeExpr.Named n
                && dtype(t).isEmpty()
                && !KINDS.contains(n.name().name())) {
            throw noType(n);
        }
    }

    private Abort noType(TypeExpr.Named n) {
        return in.report.error(
                Code.WRONG_KIND,
                "`" + n.name() + "` is not a type",
                n.name().span(),
                Suggestions.didYouMean(n.name().name(), KINDS));
    }

    private Abort unbound(String name, Span at, Scope scope) {
        Abort reported = in.report.undeclared(
                Code.UNBOUND_DIM, "no dim is called `" + name + "` here", name, at, dimNames(scope));
        scope.bind(name, Val.Unknown.UNKNOWN);
        return reported;
    }

    /** Binds the dims that a type newly names, upper-case names in no scope around, as symbols. */
    void declareSymbols(TypeExpr t, Scope scope) {
        if (t instanceof TypeExpr.Named n && n.dims() != null) {
            for (Expr e : n.dims()) {
                if (e instanceof Expr.Name name
                        && Character.isUpperCase(name.name().charAt(0))
                        && scope.lookup(name.name()) == null) {
                    scope.bind(name.name(), new Val.Int(Dim.symbol(name.name())));
                }
            }
        }
    }

    /**
     * Checks an argument against a formal and converts it.
     *
     * @param scope the scope of the body; dims that the formal's type names are bound there
     */
    Val argument(Formal formal, Val v, Span at, Scope scope, String owner) {
        TypeExpr type = formal.type();
        if (type == null || v.isUnknown()) {
            return v;
        }
        String what = "`" + formal.name() + "` of `" + owner + "`";
        if (type instanceof TypeExpr.Named n && dtype(type).isEmpty()) {
            return kind(n, v, at, what);
        }
        TypeExpr.Named n = tensorType(type);
        DType dtype = dtype(n).orElseThrow();
        Val.Tensor t;
        if (v instanceof Val.Tensor given) {
            t = given.weak() ? in.arithmetic.convert(given, dtype, given.graph(), at) : given;
        } else if (v instanceof Val.Int || v instanceof Val.Real) {
            t = in.arithmetic.convert(v, dtype, in.graph(), at);
        } else {
            throw in.report.error(Code.WRONG_KIND, what + " must be a tensor, not " + v.describe(), at);
        }
        if (t.type().dtype() != dtype) {
            throw in.report.error(Diagnostic.error(
                            Code.WRONG_DTYPE,
                            what + " must be " + dtype + ", not " + t.type().dtype(),
                            at)
                    .label(t.type().toString())
                    .also(n.span(), "declared here")
                    .help(
                            in.report.isDeclared(t.value())
                                    ? "declare it as " + t.type().withDType(dtype) + ", or convert it with `cast(…, "
                                            + dtype + ")`"
                                    : "convert it with `cast(…, " + dtype + ")`"));
        }
        match(n, t.value(), at, scope, what);
        Logits.warn(in, formal, t, at, scope, owner);
        scope.nameAxes(t.value(), n);
        return t;
    }

    private Val kind(TypeExpr.Named n, Val v, Span at, String what) {
        String kind = n.name().name();
        Val converted = switch (kind) {
            case "int" -> v instanceof Val.Int ? v : null;
            case "ints" ->
                v instanceof Val.Int
                                || (v instanceof Val.Sequence s
                                        && s.elements().stream().allMatch(e -> e instanceof Val.Int))
                        ? v
                        : null;
            case "float" ->
                v instanceof Val.Real
                        ? v
                        : v instanceof Val.Int i && i.dim().isKnown()
                                ? new Val.Real(i.dim().value())
                                : v instanceof Val.Int && in.walk.general() ? new Val.Real(0.5) : null;
            case "bool" -> v instanceof Val.Bool ? v : null;
            case "string" -> v instanceof Val.Str ? v : null;
            case "list" -> v instanceof Val.Sequence ? v : null;
            case "pattern" -> v instanceof Val.Params ? v : null;
            case "fn" -> v instanceof Closure || v instanceof Builtin ? v : null;
            case "layer" -> v instanceof LayerInstance ? v : null;
            case "schedule" ->
                v instanceof Closure || v instanceof Builtin
                        ? v
                        : in.number(v).map(Schedules::constant).orElse(null);
            default -> throw noType(n);
        };
        if (converted == null) {
            String article = kind.equals("int") || kind.equals("fn")
                    ? "an "
                    : kind.equals("ints") ? "an int or a list of " : "a ";
            String help = null;
            if (kind.equals("fn") && v instanceof Val.Int) {
                help = "a layer finds the size of its input itself: it is told that of its output only";
            } else if ((kind.equals("fn") || kind.equals("schedule")) && v instanceof Val.Str s) {
                String name = s.value().matches("\\w+") ? s.value() : "relu";
                help = "a function is named without quotes: `" + name + "`";
            } else if (kind.equals("layer") && v instanceof LayerType l) {
                help = "make one by giving it its arguments: `" + l.name() + "(…)`";
            } else if (kind.startsWith("int") && v instanceof Val.Real) {
                help = "`div` divides ints to an int";
            } else if (v instanceof Val.Tensor) {
                help = "a layer takes its tensors in a second pair of brackets, `Layer(…)(x)`, or from a pipe";
            }
            throw in.report.error(
                    Diagnostic.error(Code.WRONG_KIND, what + " must be " + article + kind + ", not " + v.describe(), at)
                            .also(n.span(), "declared here")
                            .help(help));
        }
        return converted;
    }

    /** Matches a declared type with an actual one: new names are bound, known ones must agree. */
    private void match(TypeExpr.Named declared, Value actual, Span at, Scope scope, String what) {
        List<Expr> patterns = declared.dims() == null ? List.of() : declared.dims();
        Extents extents = extents(declared, patterns, scope);
        int rank = actual.rank();
        int fixed = extents.fixed();
        if (extents.isOpen() ? rank < fixed : rank != fixed) {
            throw mismatch(
                    declared,
                    actual,
                    at,
                    what,
                    Code.WRONG_RANK,
                    fixed + (extents.isOpen() ? " or more" : "") + (fixed == 1 && !extents.isOpen() ? " axis" : " axes")
                            + ", not " + rank);
        }
        List<Integer> computed = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            Expr p = patterns.get(i);
            int axis = extents.axis(i, rank);
            if (p instanceof Expr.Spread s) {
                matchRun(declared, s, actual, axis, extents.of(i, rank), at, scope, what);
            } else if (p instanceof Expr.Name n && !(scope.lookup(n.name()) instanceof Val.Int)) {
                bindNew(n, actual.shape().dim(axis), scope);
            } else {
                computed.add(i);
            }
        }
        // What is computed from other dims can only be checked once those are bound.
        for (int i : computed) {
            int axis = extents.axis(i, rank);
            Dim expected = dims(patterns.get(i), scope).get(0);
            Dim found = actual.shape().dim(axis);
            if (!expected.equals(found)) {
                throw mismatch(
                        declared,
                        actual,
                        at,
                        what,
                        Code.SIZES_DIFFER,
                        "`" + patterns.get(i).span().text() + "` = " + expected + " on axis " + axis + ", not "
                                + found);
            }
        }
    }

    /** How many axes each dim of a type stands for; it is an error if that cannot be found out. */
    Extents extents(TypeExpr.Named declared, List<Expr> dims, Scope scope) {
        var extents = new Extents(dims, scope);
        if (extents.secondOpen() >= 0) {
            throw in.report.error(
                    Code.WRONG_RANK,
                    "`" + declared.span().text() + "` has two runs of axes that may be of any length",
                    dims.get(extents.secondOpen()).span(),
                    "only one can be found out: write a dim for each axis of the other");
        }
        return extents;
    }

    private void matchRun(
            TypeExpr.Named declared,
            Expr.Spread s,
            Value actual,
            int from,
            int length,
            Span at,
            Scope scope,
            String what) {
        List<Dim> found = actual.shape().dims().subList(from, from + length);
        Val known = scope.lookup(s.name().name());
        if (known instanceof Val.Run r && !r.dims().equals(found)) {
            throw mismatch(
                    declared,
                    actual,
                    at,
                    what,
                    r.dims().size() == length ? Code.SIZES_DIFFER : Code.WRONG_RANK,
                    "`..." + s.name() + "` = " + r.dims() + ", not " + found);
        }
        scope.bind(s.name().name(), new Val.Run(found));
    }

    private Abort mismatch(TypeExpr.Named declared, Value actual, Span at, String what, Code code, String difference) {
        Diagnostic d = Diagnostic.error(code, what + " needs " + difference, at)
                .label(actual.type().toString())
                .also(declared.span(), "declared as " + declared.span().text());
        boolean one = code == Code.WRONG_RANK
                && actual.rank() > 1
                && actual.shape().dim(-1).is(1);
        return in.report.error(in.report.blamedOnInput(
                in.report.trailed(
                        one ? d.help("`squeeze(x, -1)`, or `|> squeeze(-1)`, takes an axis of size 1 away") : d,
                        List.of(actual)),
                actual));
    }

    /** A tensor as it is, in this graph; a number at every place of a tensor of this type. */
    Val.Tensor filled(Val v, TensorType type, GraphBuilder b, Span at) {
        Val.Tensor t = in.arithmetic.convert(v, type.dtype(), b, at);
        return v instanceof Val.Tensor ? t : new Val.Tensor(ShapeOps.broadcastTo(b, t.value(), type.shape()), b, false);
    }

    /** Checks what a body returned against what its declaration says. */
    Val result(TypeExpr declared, Val v, Span at, Scope scope, String owner) {
        if (declared instanceof TypeExpr.Tuple tuple) {
            if (!(v instanceof Val.Named named)) {
                throw in.report.error(
                        Code.RESULT_TYPE,
                        "`" + owner + "` returns " + v.describe() + ", but declares "
                                + declared.span().text(),
                        at);
            }
            for (TypeExpr.Field f : tuple.fields()) {
                Val field = named.fields().get(f.name().name());
                if (field == null) {
                    throw in.report.error(Code.RESULT_TYPE, "`" + owner + "` does not return `" + f.name() + "`", at);
                }
                result(f.type(), field, at, scope, owner);
            }
            return v;
        }
        if (declared instanceof TypeExpr.Named n && dtype(declared).isEmpty()) {
            return kind(n, v, at, "the result of `" + owner + "`");
        }
        TensorType expected = tensor(declared, scope);
        if (v instanceof Val.Tensor made
                && !made.graph().isWithin(in.walk.forward())
                && expected.dtype() == DType.F32) {
            // Totals and what is made of them are f64 whatever the rows were.
            expected = expected.withDType(DType.F64);
        }
        Val.Tensor t = v instanceof Val.Tensor given ? given : null;
        if (t == null && (v instanceof Val.Int || v instanceof Val.Real)) {
            t = in.arithmetic.convert(v, expected.dtype(), in.graph(), at);
        }
        if (t == null || !t.type().equals(expected)) {
            String found = t == null ? v.describe() : t.type().toString();
            Diagnostic d = Diagnostic.error(
                            Code.RESULT_TYPE, "`" + owner + "` gives " + found + ", but declares " + expected, at)
                    .also(declared.span(), "declared here");
            if (t != null && t.type().rank() != expected.rank()) {
                // An axis more or less: more often one was left out where the type was written.
                d = Diagnostic.error(d.code(), d.title(), declared.span()).also(at, "this is " + found);
            }
            throw in.report.error(t == null ? d : in.report.trailed(d, List.of(t.value())));
        }
        return t;
    }
}
