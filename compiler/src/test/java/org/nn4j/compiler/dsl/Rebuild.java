package org.nn4j.compiler.dsl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Expr;
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
final class Rebuild {
    private final RebuildExpr exprs = new RebuildExpr(this);

    static Term term(Expr expr) {
        return new Rebuild().exprs.expr(expr);
    }

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
                NnModel bare =
                        Nn.model(model.name().name()).about(model.doc()).takes(rebuild.exprs.formals(model.params()));
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

    private Definition definition(Decl d) {
        if (d instanceof Decl.Layer l) {
            Definition head = Nn.layer(l.name().name()).on(exprs.formals(l.inputs()));
            return define(head, l.doc(), l.params(), l.result(), l.body());
        }
        if (d instanceof Decl.Metric m) {
            Definition head = Nn.metric(m.name().name()).on(exprs.formals(m.inputs()));
            return define(head, m.doc(), m.params(), m.result(), m.body());
        }
        if (d instanceof Decl.Optimizer o) {
            Definition head = Nn.optimizer(o.name().name()).on(exprs.formals(o.inputs()));
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
        Definition whole = head.about(doc).takes(exprs.formals(params));
        return body(result == null ? whole : whole.gives(exprs.type(result)), body);
    }

    // ---- statements ----

    static List<String> names(Pattern pattern) {
        return pattern.names().stream().map(Ident::name).toList();
    }

    private <S extends Lines<S>> S let(S lines, Let let) {
        S before = let.doc().isEmpty() ? lines : lines.doc(let.doc());
        return before.let(names(let.pattern()), exprs.typeOrNull(let.type()), exprs.expr(let.value()));
    }

    <S extends Statements<S>> S body(S empty, Block block) {
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
            return documented(s.doc()).input(s.name().name(), exprs.type(s.type()));
        }

        @Override
        public S visitOutput(Stmt.Output s) {
            return documented(s.doc()).output(s.name().name(), exprs.typeOrNull(s.type()), exprs.expr(s.value()));
        }

        @Override
        public S visitParam(Stmt.Param s) {
            S before = documented(s.doc());
            return s.when() == null
                    ? before.param(s.name().name(), exprs.type(s.type()), exprs.expr(s.init()))
                    : before.param(s.name().name(), exprs.type(s.type()), exprs.expr(s.init()), exprs.expr(s.when()));
        }

        @Override
        public S visitState(Stmt.State s) {
            S before = documented(s.doc());
            return s.when() == null
                    ? before.state(s.name().name(), exprs.typeOrNull(s.type()), exprs.expr(s.init()))
                    : before.state(
                            s.name().name(), exprs.typeOrNull(s.type()), exprs.expr(s.init()), exprs.expr(s.when()));
        }

        @Override
        public S visitFitted(Stmt.Fitted s) {
            return documented(s.doc()).fitted(s.name().name(), exprs.typeOrNull(s.type()), exprs.expr(s.value()));
        }

        @Override
        public S visitUpdate(Stmt.Update s) {
            return body.update(s.name().name(), exprs.expr(s.value()));
        }

        @Override
        public S visitNext(Stmt.Next s) {
            return body.next(names(s.carries()), exprs.expr(s.value()));
        }

        @Override
        public S visitRequire(Stmt.Require s) {
            return s.message() == null
                    ? body.require(exprs.expr(s.condition()))
                    : body.require(exprs.expr(s.condition()), s.message().value());
        }

        @Override
        public S visitCheck(Stmt.Check s) {
            return body.check(exprs.expr(s.condition()));
        }

        @Override
        public S visitReturn(Stmt.Return s) {
            Object[] values = exprs.args(s.values());
            return body.returns(values[0], Stream.of(values).skip(1).toArray());
        }

        @Override
        public S visitYield(Stmt.Yield s) {
            Object[] values = exprs.args(s.values());
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
        Recipe recipe = empty.about(train.doc()).takes(exprs.formals(train.params()));
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
            return r.data(exprs.expr(s.source()));
        } else if (stmt instanceof TrainStmt.Feed s) {
            return r.feed(s.input().name(), exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.Target s) {
            return s.value() == null
                    ? r.target(s.name().name(), exprs.type(s.type()))
                    : r.target(s.name().name(), exprs.type(s.type()), exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.Loss s) {
            return r.loss(exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.Metric s) {
            return r.metric(s.name().name(), exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.Optimizer s) {
            return r.optimizer(exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.Clip s) {
            return r.clip(exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.Stop s) {
            return r.stop(exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.Reduce s) {
            return r.reduce(exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.Checkpoint s) {
            return r.checkpoint(exprs.expr(s.value()));
        } else if (stmt instanceof TrainStmt.InitFrom s) {
            Map<String, String> map = new LinkedHashMap<>();
            s.renamings().forEach(p -> map.put(p.from().value(), p.to().value()));
            return map.isEmpty() ? r.initFrom(exprs.expr(s.source())) : r.initFrom(exprs.expr(s.source()), map);
        }
        return r.run(exprs.args(((TrainStmt.Run) stmt).args()));
    }
}
