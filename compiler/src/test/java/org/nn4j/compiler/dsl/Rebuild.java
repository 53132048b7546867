package org.nn4j.compiler.dsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.ExprVisitor;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Import;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Pattern;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.StmtVisitor;
import org.nn4j.compiler.syntax.TrainStmt;
import org.nn4j.compiler.syntax.TypeExpr;
import org.nn4j.compiler.syntax.Unit;

/** Writes a parsed program once more in Java: whatever the language has, this needs a method for. */
final class Rebuild implements ExprVisitor<Term> {

    static NnProgram program(Unit unit) {
        Rebuild rebuild = new Rebuild();
        NnProgram program = NnProgram.EMPTY.about(unit.doc());
        for (Import i : unit.imports()) {
            String[] names = i.names().stream().map(Ident::name).toArray(String[]::new);
            program = i.alias() == null
                    ? program.imports(i.module(), names)
                    : program.importsAs(i.module(), i.alias().name());
        }
        Map<String, NnModel> models = new LinkedHashMap<>();
        for (Decl d : unit.decls()) {
            if (d instanceof Decl.Model model) {
                NnModel bare = Nn.model(model.name().name()).about(model.doc()).takes(rebuild.formals(model.params()));
                models.put(model.name().name(), rebuild.body(bare, model.body()));
            }
        }
        for (Decl d : unit.decls()) {
            if (d instanceof Decl.Train train) {
                models.computeIfPresent(
                        train.model().name(), (name, model) -> model.train(t -> rebuild.recipe(t, train)));
            }
        }
        for (Decl d : unit.decls()) {
            if (d instanceof Let let) {
                program = rebuild.let(program, let);
            } else if (d instanceof Decl.Model model) {
                program = program.declare(
                        Objects.requireNonNull(models.get(model.name().name())));
            } else if (!(d instanceof Decl.Train)) {
                program = program.declare(rebuild.definition(d));
            }
        }
        return program;
    }

    static Term term(Expr expr) {
        return expr.accept(new Rebuild());
    }

    private Definition definition(Decl d) {
        if (d instanceof Decl.Layer l) {
            Definition head = Nn.layer(l.name().name()).on(formals(l.inputs()));
            return define(head, l.doc(), l.params(), l.result(), l.body());
        }
        if (d instanceof Decl.Metric m) {
            Definition head = Nn.metric(m.name().name()).on(formals(m.inputs()));
            return define(head, m.doc(), m.params(), m.result(), m.body());
        }
        if (d instanceof Decl.Optimizer o) {
            Definition head = Nn.optimizer(o.name().name()).on(formals(o.inputs()));
            return define(head, o.doc(), o.params(), null, o.body());
        }
        if (d instanceof Decl.Test t) {
            return body(Nn.test(t.name().value()).about(t.doc()), t.body());
        }
        return function((FnDecl) d);
    }

    private Definition function(FnDecl f) {
        return define(Nn.fn(f.name().name()), f.doc(), f.params(), f.result(), f.body());
    }

    private Definition define(
            Definition head,
            String doc,
            List<org.nn4j.compiler.syntax.Formal> params,
            @Nullable TypeExpr result,
            Block body) {
        Definition whole = head.about(doc).takes(formals(params));
        return body(result == null ? whole : whole.gives(type(result)), body);
    }

    private Formal[] formals(List<org.nn4j.compiler.syntax.Formal> formals) {
        return formals.stream().map(this::formal).toArray(Formal[]::new);
    }

    private Formal formal(org.nn4j.compiler.syntax.Formal f) {
        String name = f.name().name();
        if (f.defaultValue() != null) {
            return Nn.formal(name, typeOrNull(f.type()), expr(f.defaultValue())).doc(f.doc());
        }
        return (f.type() == null ? Nn.formal(name) : Nn.formal(name, type(f.type()))).doc(f.doc());
    }

    private @Nullable Type typeOrNull(@Nullable TypeExpr type) {
        return type == null ? null : type(type);
    }

    private Type type(TypeExpr type) {
        if (type instanceof TypeExpr.Tuple tuple) {
            return Nn.fields(tuple.fields().stream()
                    .map(f -> Nn.formal(f.name().name(), type(f.type())))
                    .toArray(Formal[]::new));
        }
        TypeExpr.Named named = (TypeExpr.Named) type;
        String name = named.name().name();
        return named.dims() == null ? Nn.type(name) : Nn.tensor(name, elements(named.dims()));
    }

    // ---- statements ----

    private static List<String> names(Pattern pattern) {
        return pattern.names().stream().map(Ident::name).toList();
    }

    private <S extends Lines<S>> S let(S lines, Let let) {
        S before = let.doc().isEmpty() ? lines : lines.doc(let.doc());
        return before.let(names(let.pattern()), typeOrNull(let.type()), expr(let.value()));
    }

    private <S extends Statements<S>> S body(S empty, Block block) {
        S body = empty;
        for (Stmt stmt : block.stmts()) {
            body = stmt.accept(new After<>(body));
        }
        return body;
    }

    /** A body with one statement more. */
    private final class After<S extends Statements<S>> implements StmtVisitor<S> {
        private final S body;

        After(S body) {
            this.body = body;
        }

        private S documented(String doc) {
            return doc.isEmpty() ? body : body.doc(doc);
        }

        @Override
        public S visitInput(Stmt.Input s) {
            return documented(s.doc()).input(s.name().name(), type(s.type()));
        }

        @Override
        public S visitOutput(Stmt.Output s) {
            return documented(s.doc()).output(s.name().name(), typeOrNull(s.type()), expr(s.value()));
        }

        @Override
        public S visitParam(Stmt.Param s) {
            S before = documented(s.doc());
            return s.when() == null
                    ? before.param(s.name().name(), type(s.type()), expr(s.init()))
                    : before.param(s.name().name(), type(s.type()), expr(s.init()), expr(s.when()));
        }

        @Override
        public S visitState(Stmt.State s) {
            S before = documented(s.doc());
            return s.when() == null
                    ? before.state(s.name().name(), typeOrNull(s.type()), expr(s.init()))
                    : before.state(s.name().name(), typeOrNull(s.type()), expr(s.init()), expr(s.when()));
        }

        @Override
        public S visitFitted(Stmt.Fitted s) {
            return documented(s.doc()).fitted(s.name().name(), typeOrNull(s.type()), expr(s.value()));
        }

        @Override
        public S visitUpdate(Stmt.Update s) {
            return body.update(s.name().name(), expr(s.value()));
        }

        @Override
        public S visitNext(Stmt.Next s) {
            return body.next(names(s.carries()), expr(s.value()));
        }

        @Override
        public S visitRequire(Stmt.Require s) {
            return s.message() == null
                    ? body.require(expr(s.condition()))
                    : body.require(expr(s.condition()), s.message().value());
        }

        @Override
        public S visitCheck(Stmt.Check s) {
            return body.check(expr(s.condition()));
        }

        @Override
        public S visitReturn(Stmt.Return s) {
            Object[] values = args(s.values());
            return body.returns(values[0], Stream.of(values).skip(1).toArray());
        }

        @Override
        public S visitYield(Stmt.Yield s) {
            Object[] values = args(s.values());
            return body.yields(values[0], Stream.of(values).skip(1).toArray());
        }

        @Override
        public S visitFn(FnDecl d) {
            return body.define(function(d));
        }

        @Override
        public S visitLet(Let d) {
            return let(body, d);
        }
    }

    private Recipe recipe(Recipe empty, Decl.Train train) {
        Recipe recipe = empty.about(train.doc()).takes(formals(train.params()));
        if (train.name() != null) {
            recipe = recipe.named(train.name().name());
        }
        for (TrainStmt s : train.stmts()) {
            recipe = with(recipe, s);
        }
        return recipe;
    }

    private Recipe with(Recipe r, TrainStmt stmt) {
        if (stmt instanceof Let s) {
            return let(r, s);
        } else if (stmt instanceof TrainStmt.Data s) {
            return r.data(expr(s.source()));
        } else if (stmt instanceof TrainStmt.Feed s) {
            return r.feed(s.input().name(), expr(s.value()));
        } else if (stmt instanceof TrainStmt.Target s) {
            return s.value() == null
                    ? r.target(s.name().name(), type(s.type()))
                    : r.target(s.name().name(), type(s.type()), expr(s.value()));
        } else if (stmt instanceof TrainStmt.Loss s) {
            return r.loss(expr(s.value()));
        } else if (stmt instanceof TrainStmt.Metric s) {
            return r.metric(s.name().name(), expr(s.value()));
        } else if (stmt instanceof TrainStmt.Optimizer s) {
            return r.optimizer(expr(s.value()));
        } else if (stmt instanceof TrainStmt.Clip s) {
            return r.clip(expr(s.value()));
        } else if (stmt instanceof TrainStmt.Stop s) {
            return r.stop(expr(s.value()));
        } else if (stmt instanceof TrainStmt.Reduce s) {
            return r.reduce(expr(s.value()));
        } else if (stmt instanceof TrainStmt.Checkpoint s) {
            return r.checkpoint(expr(s.value()));
        } else if (stmt instanceof TrainStmt.InitFrom s) {
            Map<String, String> map = new LinkedHashMap<>();
            s.renamings().forEach(p -> map.put(p.from().value(), p.to().value()));
            return map.isEmpty() ? r.initFrom(expr(s.source())) : r.initFrom(expr(s.source()), map);
        }
        return r.run(args(((TrainStmt.Run) stmt).args()));
    }

    // ---- expressions ----

    private Term expr(Expr e) {
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

    private Object[] args(List<org.nn4j.compiler.syntax.Arg> args) {
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
        Scan scan = Nn.scan(names(e.items()), expr(e.sequences()), e.axis().name());
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
        return scan.body(b -> body(b, e.body()));
    }
}
