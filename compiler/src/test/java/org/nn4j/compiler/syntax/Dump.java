package org.nn4j.compiler.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes trees as S-expressions: short enough to stand beside the source in a test, and complete but for the spans. */
public final class Dump
        implements ExprVisitor<String>, StmtVisitor<String>, TrainStmtVisitor<String>, DeclVisitor<String> {
    private Dump() {}

    public static String of(Unit unit) {
        List<String> lines = new ArrayList<>();
        if (!unit.doc().isEmpty()) {
            lines.add(";; " + unit.doc());
        }
        Dump dump = new Dump();
        unit.imports().forEach(i -> lines.add(dump.importDecl(i)));
        unit.decls().forEach(d -> lines.add(d.accept(dump)));
        return String.join("\n", lines);
    }

    public static String of(Expr expr) {
        return expr.accept(new Dump());
    }

    private static String list(@Nullable Object... parts) {
        StringJoiner out = new StringJoiner(" ", "(", ")");
        for (Object part : parts) {
            if (part != null && !part.toString().isEmpty()) {
                out.add(part.toString());
            }
        }
        return out.toString();
    }

    private @Nullable String expr(@Nullable Expr expr) {
        return expr == null ? null : expr.accept(this);
    }

    private String exprs(List<Expr> exprs) {
        return String.join(" ", exprs.stream().map(e -> e.accept(this)).toList());
    }

    private String type(@Nullable TypeExpr type) {
        if (type == null) {
            return "";
        }
        if (type instanceof TypeExpr.Named named) {
            return ":" + named.name() + (named.dims() == null ? "" : "[" + exprs(named.dims()) + "]");
        }
        StringJoiner fields = new StringJoiner(" ", ":{", "}");
        ((TypeExpr.Tuple) type).fields().forEach(field -> fields.add(field.name() + type(field.type())));
        return fields.toString();
    }

    private String formals(List<Formal> formals) {
        return list(formals.stream().map(this::formal).toArray());
    }

    private String formal(Formal formal) {
        String value = formal.defaultValue() == null ? "" : "=" + expr(formal.defaultValue());
        return doc(formal.doc()) + formal.name() + type(formal.type()) + value;
    }

    private String args(List<Arg> args) {
        return String.join(
                " ",
                args.stream()
                        .map(arg -> (arg.name() == null ? "" : arg.name() + "=") + expr(arg.value()))
                        .toList());
    }

    private static String pattern(Pattern pattern) {
        return pattern.isTuple()
                ? list(pattern.names().toArray())
                : pattern.names().get(0).name();
    }

    private String block(Block block) {
        return "{"
                + String.join(
                        " ", block.stmts().stream().map(s -> s.accept(this)).toList()) + "}";
    }

    private static String doc(String doc) {
        return doc.isEmpty() ? "" : "\"\"" + doc + "\"\" ";
    }

    private String importDecl(Import i) {
        String alias = i.alias() == null ? null : "as " + i.alias();
        return list(
                "import",
                i.module(),
                i.names().isEmpty() ? null : list(i.names().toArray()),
                alias);
    }

    // ---- expressions ----

    @Override
    public String visitName(Expr.Name e) {
        return e.name();
    }

    @Override
    public String visitIntLit(Expr.IntLit e) {
        return Long.toString(e.value());
    }

    @Override
    public String visitFloatLit(Expr.FloatLit e) {
        return Double.toString(e.value());
    }

    @Override
    public String visitStringLit(Expr.StringLit e) {
        return "'" + e.value() + "'";
    }

    @Override
    public String visitBoolLit(Expr.BoolLit e) {
        return Boolean.toString(e.value());
    }

    @Override
    public String visitListLit(Expr.ListLit e) {
        return "[" + exprs(e.elements()) + "]";
    }

    @Override
    public String visitTupleLit(Expr.TupleLit e) {
        return list("tuple", exprs(e.elements()));
    }

    @Override
    public String visitSpread(Expr.Spread e) {
        return "..." + e.name();
    }

    @Override
    public String visitNegate(Expr.Negate e) {
        return list("neg", expr(e.operand()));
    }

    @Override
    public String visitNot(Expr.Not e) {
        return list("not", expr(e.operand()));
    }

    @Override
    public String visitBinary(Expr.Binary e) {
        return list(e.op().symbol(), expr(e.left()), expr(e.right()));
    }

    @Override
    public String visitRange(Expr.Range e) {
        return list("..", expr(e.from()), expr(e.to()));
    }

    @Override
    public String visitIf(Expr.If e) {
        return list("if", expr(e.condition()), expr(e.then()), expr(e.otherwise()));
    }

    @Override
    public String visitLambda(Expr.Lambda e) {
        return list("fn", formals(e.params()), type(e.result()), expr(e.body()));
    }

    @Override
    public String visitPipe(Expr.Pipe e) {
        return list("|>", expr(e.value()), expr(e.stage()));
    }

    @Override
    public String visitRepeat(Expr.Repeat e) {
        return list("repeat", e.index(), expr(e.count()), exprs(e.stages()));
    }

    @Override
    public String visitCall(Expr.Call e) {
        return list("call", expr(e.callee()), args(e.args()));
    }

    @Override
    public String visitIndex(Expr.Index e) {
        return list(
                "index",
                expr(e.base()),
                String.join(" ", e.items().stream().map(this::item).toList()));
    }

    private String item(Expr.Item item) {
        if (item instanceof Expr.At at) {
            return Objects.requireNonNull(expr(at.index()));
        }
        if (item instanceof Expr.Slice slice) {
            return Objects.requireNonNullElse(expr(slice.from()), "")
                    + ":"
                    + Objects.requireNonNullElse(expr(slice.to()), "")
                    + (slice.step() == null ? "" : ":" + expr(slice.step()));
        }
        return "...";
    }

    @Override
    public String visitMember(Expr.Member e) {
        return list("member", expr(e.base()), e.name());
    }

    @Override
    public String visitTupleIndex(Expr.TupleIndex e) {
        return list("nth", expr(e.base()), e.index());
    }

    @Override
    public String visitScan(Expr.Scan e) {
        List<String> carries = e.carries().stream()
                .map(carry -> carry.name() + type(carry.type()) + "=" + expr(carry.init()))
                .toList();
        return list(
                "scan",
                pattern(e.items()),
                expr(e.sequences()),
                e.axis(),
                e.reverse() == null ? null : "reverse=" + expr(e.reverse()),
                e.lengths() == null ? null : "lengths=" + expr(e.lengths()),
                list(carries.toArray()),
                block(e.body()));
    }

    // ---- statements ----

    @Override
    public String visitInput(Stmt.Input s) {
        return list(doc(s.doc()).strip(), "input", s.name() + type(s.type()));
    }

    @Override
    public String visitOutput(Stmt.Output s) {
        return list(doc(s.doc()).strip(), "output", s.name() + type(s.type()), expr(s.value()));
    }

    @Override
    public String visitParam(Stmt.Param s) {
        return list(
                doc(s.doc()).strip(),
                "param",
                s.name() + type(s.type()),
                expr(s.init()),
                s.when() == null ? null : list("when", expr(s.when())));
    }

    @Override
    public String visitState(Stmt.State s) {
        return list(
                doc(s.doc()).strip(),
                "state",
                s.name() + type(s.type()),
                expr(s.init()),
                s.when() == null ? null : list("when", expr(s.when())));
    }

    @Override
    public String visitFitted(Stmt.Fitted s) {
        return list(doc(s.doc()).strip(), "fitted", s.name() + type(s.type()), expr(s.value()));
    }

    @Override
    public String visitUpdate(Stmt.Update s) {
        return list("update", s.name(), expr(s.value()));
    }

    @Override
    public String visitNext(Stmt.Next s) {
        return list("next", pattern(s.carries()), expr(s.value()));
    }

    @Override
    public String visitRequire(Stmt.Require s) {
        return list("require", expr(s.condition()), expr(s.message()));
    }

    @Override
    public String visitCheck(Stmt.Check s) {
        return list("check", expr(s.condition()));
    }

    @Override
    public String visitReturn(Stmt.Return s) {
        return list("return", args(s.values()));
    }

    @Override
    public String visitYield(Stmt.Yield s) {
        return list("yield", args(s.values()));
    }

    @Override
    public String visitFn(FnDecl d) {
        return list(doc(d.doc()).strip(), "fn", d.name(), formals(d.params()), type(d.result()), block(d.body()));
    }

    @Override
    public String visitLet(Let d) {
        return list(doc(d.doc()).strip(), "let", pattern(d.pattern()) + type(d.type()), expr(d.value()));
    }

    // ---- statements of train blocks ----

    @Override
    public String visitData(TrainStmt.Data s) {
        return list("data", expr(s.source()));
    }

    @Override
    public String visitFeed(TrainStmt.Feed s) {
        return list("feed", s.input(), expr(s.value()));
    }

    @Override
    public String visitTarget(TrainStmt.Target s) {
        return list("target", s.name() + type(s.type()), expr(s.value()));
    }

    @Override
    public String visitLoss(TrainStmt.Loss s) {
        return list("loss", expr(s.value()));
    }

    @Override
    public String visitMetric(TrainStmt.Metric s) {
        return list("metric", s.name(), expr(s.value()));
    }

    @Override
    public String visitOptimizer(TrainStmt.Optimizer s) {
        return list("optimizer", expr(s.value()));
    }

    @Override
    public String visitClip(TrainStmt.Clip s) {
        return list("clip", expr(s.value()));
    }

    @Override
    public String visitStop(TrainStmt.Stop s) {
        return list("stop", expr(s.value()));
    }

    @Override
    public String visitReduce(TrainStmt.Reduce s) {
        return list("reduce", expr(s.value()));
    }

    @Override
    public String visitCheckpoint(TrainStmt.Checkpoint s) {
        return list("checkpoint", expr(s.value()));
    }

    @Override
    public String visitInitFrom(TrainStmt.InitFrom s) {
        List<String> renamings = s.renamings().stream()
                .map(renaming -> list(expr(renaming.from()), expr(renaming.to())))
                .toList();
        return list("init", expr(s.source()), String.join(" ", renamings));
    }

    @Override
    public String visitRun(TrainStmt.Run s) {
        return list("run", args(s.args()));
    }

    // ---- declarations ----

    @Override
    public String visitLayer(Decl.Layer d) {
        return list(
                doc(d.doc()).strip(),
                "layer",
                d.name(),
                formals(d.params()),
                formals(d.inputs()),
                type(d.result()),
                block(d.body()));
    }

    @Override
    public String visitModel(Decl.Model d) {
        return list(doc(d.doc()).strip(), "model", d.name(), formals(d.params()), block(d.body()));
    }

    @Override
    public String visitTrain(Decl.Train d) {
        List<String> stmts = d.stmts().stream().map(s -> s.accept(this)).toList();
        return list(
                doc(d.doc()).strip(),
                "train",
                d.name() == null ? d.model() : d.name() + " of " + d.model(),
                formals(d.params()),
                "{" + String.join(" ", stmts) + "}");
    }

    @Override
    public String visitOptimizer(Decl.Optimizer d) {
        return list(
                doc(d.doc()).strip(), "optimizer", d.name(), formals(d.params()), formals(d.inputs()), block(d.body()));
    }

    @Override
    public String visitMetric(Decl.Metric d) {
        return list(
                doc(d.doc()).strip(),
                "metric",
                d.name(),
                formals(d.params()),
                formals(d.inputs()),
                type(d.result()),
                block(d.body()));
    }

    @Override
    public String visitTest(Decl.Test d) {
        return list(doc(d.doc()).strip(), "test", expr(d.name()), block(d.body()));
    }
}
