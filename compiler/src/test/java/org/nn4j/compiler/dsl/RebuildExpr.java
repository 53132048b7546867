package org.nn4j.compiler.dsl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.ExprVisitor;
import org.nn4j.compiler.syntax.TypeExpr;

/** Writes parsed expressions and types once more in Java. */
final class RebuildExpr implements ExprVisitor<Term> {
    private final Rebuild rebuild;

    RebuildExpr(Rebuild rebuild) {
        this.rebuild = rebuild;
    }

    Formal[] formals(List<org.nn4j.compiler.syntax.Formal> formals) {
        return formals.stream().map(this::formal).toArray(Formal[]::new);
    }

    private Formal formal(org.nn4j.compiler.syntax.Formal f) {
        String name = f.name().name();
        if (f.defaultValue() != null) {
            return Nn.formal(name, typeOrNull(f.type()), expr(f.defaultValue())).doc(f.doc());
        }
        return (f.type() == null ? Nn.formal(name) : Nn.formal(name, type(f.type()))).doc(f.doc());
    }

    @Nullable
    Type typeOrNull(@Nullable TypeExpr type) {
        return type == null ? null : type(type);
    }

    Type type(TypeExpr type) {
        if (type instanceof TypeExpr.Tuple tuple) {
            return Nn.fields(tuple.fields().stream()
                    .map(f -> Nn.formal(f.name().name(), type(f.type())))
                    .toArray(Formal[]::new));
        }
        TypeExpr.Named named = (TypeExpr.Named) type;
        String name = named.name().name();
        return named.dims() == null ? Nn.type(name) : Nn.tensor(name, elements(named.dims()));
    }

    Term expr(Expr e) {
        return e.accept(this);
    }

    private @Nullable Term exprOrNull(@Nullable Expr e) {
        return e == null ? null : expr(e);
    }

    private Object[] elements(List<Expr> elements) {
        return elements.stream()
                .map(e -> e instanceof Expr.Spread s ? Nn.spread(s.name().name()) : expr(e))
                .toArray();
    }

    Object[] args(List<org.nn4j.compiler.syntax.Arg> args) {
        List<Object> all = new ArrayList<>();
        for (org.nn4j.compiler.syntax.Arg arg : args) {
            if (arg.name() != null) {
                all.add(Nn.arg(arg.name().name(), expr(arg.value())));
            } else {
                all.add(elements(List.of(arg.value()))[0]);
            }
        }
        return all.toArray();
    }

    private Stage[] stages(List<Expr> stages) {
        return stages.stream().map(this::stage).toArray(Stage[]::new);
    }

    private Stage stage(Expr e) {
        if (!(e instanceof Expr.Repeat r)) {
            return expr(e);
        }
        return r.index() == null
                ? Nn.repeat(expr(r.count()), stages(r.stages()))
                : Nn.repeatIn(r.index().name(), expr(r.count()), stages(r.stages()));
    }

    @Override
    public Term visitName(Expr.Name e) {
        return Nn.name(e.name());
    }

    @Override
    public Term visitIntLit(Expr.IntLit e) {
        return Nn.value(e.value());
    }

    @Override
    public Term visitFloatLit(Expr.FloatLit e) {
        return Nn.value(e.value());
    }

    @Override
    public Term visitStringLit(Expr.StringLit e) {
        return Nn.value(e.value());
    }

    @Override
    public Term visitBoolLit(Expr.BoolLit e) {
        return Nn.value(e.value());
    }

    @Override
    public Term visitListLit(Expr.ListLit e) {
        return Nn.list(elements(e.elements()));
    }

    @Override
    public Term visitTupleLit(Expr.TupleLit e) {
        return Nn.tuple(elements(e.elements()));
    }

    @Override
    public Term visitSpread(Expr.Spread e) {
        throw new IllegalArgumentException("a spread is no term");
    }

    @Override
    public Term visitNegate(Expr.Negate e) {
        return expr(e.operand()).negate();
    }

    @Override
    public Term visitNot(Expr.Not e) {
        return expr(e.operand()).not();
    }

    @Override
    public Term visitBinary(Expr.Binary e) {
        Term a = expr(e.left());
        Term b = expr(e.right());
        return switch (e.op()) {
            case OR -> a.or(b);
            case AND -> a.and(b);
            case EQUAL -> a.eq(b);
            case NOT_EQUAL -> a.ne(b);
            case LESS_OR_EQUAL -> a.le(b);
            case GREATER_OR_EQUAL -> a.ge(b);
            case LESS -> a.lt(b);
            case GREATER -> a.gt(b);
            case ADD -> a.plus(b);
            case SUBTRACT -> a.minus(b);
            case MULTIPLY -> a.times(b);
            case DIVIDE -> a.over(b);
            case REMAINDER -> a.mod(b);
            case MATMUL -> a.matmul(b);
            case FLOOR_DIVIDE -> a.div(b);
            case POWER -> a.pow(b);
        };
    }

    @Override
    public Term visitRange(Expr.Range e) {
        return expr(e.from()).to(expr(e.to()));
    }

    @Override
    public Term visitIf(Expr.If e) {
        return Nn.ifElse(expr(e.condition()), expr(e.then()), expr(e.otherwise()));
    }

    @Override
    public Term visitLambda(Expr.Lambda e) {
        List<Formal> params = List.of(formals(e.params()));
        return e.result() == null
                ? Nn.lambda(params, expr(e.body()))
                : Nn.lambda(params, type(e.result()), expr(e.body()));
    }

    @Override
    public Term visitPipe(Expr.Pipe e) {
        return expr(e.value()).pipe(stage(e.stage()));
    }

    @Override
    public Term visitRepeat(Expr.Repeat e) {
        throw new IllegalArgumentException("a repeat is a stage");
    }

    @Override
    public Term visitCall(Expr.Call e) {
        return expr(e.callee()).call(args(e.args()));
    }

    @Override
    public Term visitIndex(Expr.Index e) {
        return expr(e.base()).at(e.items().stream().map(this::item).toArray());
    }

    private Object item(Expr.Item item) {
        if (item instanceof Expr.At at) {
            return expr(at.index());
        }
        if (item instanceof Expr.Slice s) {
            Term from = exprOrNull(s.from());
            Term to = exprOrNull(s.to());
            return s.step() == null ? Nn.slice(from, to) : Nn.slice(from, to, expr(s.step()));
        }
        return Nn.ELLIPSIS;
    }

    @Override
    public Term visitMember(Expr.Member e) {
        return expr(e.base()).member(e.name().name());
    }

    @Override
    public Term visitTupleIndex(Expr.TupleIndex e) {
        return expr(e.base()).member(e.index());
    }

    @Override
    public Term visitScan(Expr.Scan e) {
        Scan scan =
                Nn.scan(Rebuild.names(e.items()), expr(e.sequences()), e.axis().name());
        if (e.reverse() != null) {
            boolean plain = e.reverse() instanceof Expr.BoolLit always && always.value();
            scan = plain ? scan.reverse() : scan.reverseWhen(expr(e.reverse()));
        }
        if (e.lengths() != null) {
            scan = scan.lengths(expr(e.lengths()));
        }
        for (Expr.Carry c : e.carries()) {
            scan = scan.carry(c.name().name(), typeOrNull(c.type()), expr(c.init()));
        }
        return scan.body(b -> rebuild.body(b, e.body()));
    }
}
