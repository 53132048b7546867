package org.nn4j.compiler.syntax;

import static org.nn4j.grammar.NnParser.*;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.Span;

/**
 * From the parser's tree of a file to {@link Unit}. Statements and declarations in which the parser found a mistake are
 * left out; all others are complete, so nothing here looks for what could be missing.
 */
final class TreeBuilder {
    private final Tokens tokens;
    private final ExprBuilder exprs;

    /** @param warnings takes the warnings, {@code errors} what is wrong with literals */
    TreeBuilder(Tokens tokens, Diagnostics errors, Diagnostics warnings) {
        this.tokens = tokens;
        this.exprs = new ExprBuilder(tokens, new Literals(tokens, errors), warnings, this);
    }

    Unit unit(UnitContext c) {
        List<Import> imports = new ArrayList<>();
        for (ImportDeclContext declaration : c.importDecl()) {
            if (declaration.exception == null) {
                imports.add(importDecl(declaration));
            }
        }
        List<Decl> decls = new ArrayList<>();
        for (DeclContext declaration : c.decl()) {
            if (declaration.exception == null) {
                decls.add(decl(declaration));
            }
        }
        String doc = c.importDecl().isEmpty() ? "" : tokens.docBefore(c.importDecl(0).start);
        return new Unit(tokens.file(), doc, imports, decls);
    }

    private Import importDecl(ImportDeclContext c) {
        List<NameContext> path = new ArrayList<>(c.name());
        Ident alias = null;
        if (c.alias != null) {
            path.remove(c.alias);
            alias = ident(c.alias);
        }
        List<Ident> names =
                c.importedNames() == null ? List.of() : idents(c.importedNames().name());
        return new Import(idents(path), names, alias, span(c));
    }

    private Decl decl(DeclContext c) {
        Token outer = exprs.enter(c.start);
        try {
            return decl(c, doc(c));
        } finally {
            exprs.enter(outer);
        }
    }

    private Decl decl(DeclContext c, String doc) {
        if (c.layerDecl() != null) {
            LayerDeclContext d = c.layerDecl();
            return new Decl.Layer(
                    ident(d.name()),
                    formals(d.params(0)),
                    formals(d.params(1)),
                    result(d.result()),
                    block(d.block()),
                    doc,
                    span(d));
        }
        if (c.modelDecl() != null) {
            ModelDeclContext d = c.modelDecl();
            return new Decl.Model(ident(d.name()), formals(d.params()), block(d.block()), doc, span(d));
        }
        if (c.trainDecl() != null) {
            return train(c.trainDecl(), doc);
        }
        if (c.optimizerDecl() != null) {
            OptimizerDeclContext d = c.optimizerDecl();
            return new Decl.Optimizer(
                    ident(d.name()), formals(d.params(0)), formals(d.params(1)), block(d.block()), doc, span(d));
        }
        if (c.metricDecl() != null) {
            MetricDeclContext d = c.metricDecl();
            return new Decl.Metric(
                    ident(d.name()),
                    formals(d.params(0)),
                    formals(d.params(1)),
                    result(d.result()),
                    block(d.block()),
                    doc,
                    span(d));
        }
        if (c.testDecl() != null) {
            TestDeclContext d = c.testDecl();
            return new Decl.Test(exprs.string(d.STRING().getSymbol()), block(d.block()), doc, span(d));
        }
        return c.fnDecl() != null ? fn(c.fnDecl(), doc) : let(c.letStmt(), doc);
    }

    private Decl.Train train(TrainDeclContext c, String doc) {
        boolean named = c.OF() != null;
        Ident first = ident(c.name(0));
        List<TrainStmt> stmts = new ArrayList<>();
        for (TrainStmtContext stmt : c.trainBlock().trainStmt()) {
            if (stmt.exception == null) {
                Token outer = exprs.enter(stmt.start);
                stmts.add(trainStmt(stmt));
                exprs.enter(outer);
            }
        }
        return new Decl.Train(
                named ? first : null, named ? ident(c.name(1)) : first, formals(c.params()), stmts, doc, span(c));
    }

    private TrainStmt trainStmt(TrainStmtContext c) {
        Span span = span(c);
        if (c.letStmt() != null) {
            return let(c.letStmt(), doc(c));
        }
        if (c.dataStmt() != null) {
            return new TrainStmt.Data(exprs.expr(c.dataStmt().expr()), span);
        }
        if (c.feedStmt() != null) {
            return new TrainStmt.Feed(
                    ident(c.feedStmt().name()), exprs.expr(c.feedStmt().expr()), span);
        }
        if (c.targetStmt() != null) {
            TargetStmtContext s = c.targetStmt();
            return new TrainStmt.Target(ident(s.name()), type(s.type()), exprs.exprOrNull(s.expr()), span);
        }
        if (c.lossStmt() != null) {
            return new TrainStmt.Loss(exprs.expr(c.lossStmt().expr()), span);
        }
        if (c.trainMetric() != null) {
            return new TrainStmt.Metric(
                    ident(c.trainMetric().name()), exprs.expr(c.trainMetric().expr()), span);
        }
        if (c.trainOptimizer() != null) {
            return new TrainStmt.Optimizer(exprs.expr(c.trainOptimizer().expr()), span);
        }
        if (c.clipStmt() != null) {
            return new TrainStmt.Clip(exprs.expr(c.clipStmt().expr()), span);
        }
        if (c.stopStmt() != null) {
            return new TrainStmt.Stop(exprs.expr(c.stopStmt().expr()), span);
        }
        if (c.reduceStmt() != null) {
            return new TrainStmt.Reduce(exprs.expr(c.reduceStmt().expr()), span);
        }
        if (c.checkpointStmt() != null) {
            return new TrainStmt.Checkpoint(exprs.expr(c.checkpointStmt().expr()), span);
        }
        if (c.initStmt() != null) {
            return initFrom(c.initStmt());
        }
        return new TrainStmt.Run(exprs.args(c.runStmt().args()), span);
    }

    private TrainStmt initFrom(InitStmtContext c) {
        List<TrainStmt.Renaming> renamings = new ArrayList<>();
        for (RenamingContext renaming : c.renaming()) {
            renamings.add(new TrainStmt.Renaming(
                    exprs.string(renaming.STRING(0).getSymbol()),
                    exprs.string(renaming.STRING(1).getSymbol()),
                    span(renaming)));
        }
        return new TrainStmt.InitFrom(exprs.expr(c.expr()), renamings, span(c));
    }

    Block block(BlockContext c) {
        List<Stmt> stmts = new ArrayList<>();
        for (StmtContext stmt : c.stmt()) {
            if (stmt.exception == null) {
                Token outer = exprs.enter(stmt.start);
                stmts.add(stmt(stmt, doc(stmt)));
                exprs.enter(outer);
            }
        }
        return new Block(stmts, span(c));
    }

    private Stmt stmt(StmtContext c, String doc) {
        Span span = span(c);
        if (c.letStmt() != null) {
            return let(c.letStmt(), doc);
        }
        if (c.inputStmt() != null) {
            return new Stmt.Input(
                    ident(c.inputStmt().name()), type(c.inputStmt().type()), doc, span);
        }
        if (c.outputStmt() != null) {
            OutputStmtContext s = c.outputStmt();
            return new Stmt.Output(ident(s.name()), typeOrNull(s.type()), exprs.expr(s.expr()), doc, span);
        }
        if (c.paramStmt() != null) {
            ParamStmtContext s = c.paramStmt();
            return new Stmt.Param(
                    ident(s.name()), type(s.type()), exprs.expr(s.expr(0)), exprs.exprOrNull(s.when), doc, span);
        }
        if (c.stateStmt() != null) {
            StateStmtContext s = c.stateStmt();
            return new Stmt.State(
                    ident(s.name()), typeOrNull(s.type()), exprs.expr(s.expr(0)), exprs.exprOrNull(s.when), doc, span);
        }
        if (c.fittedStmt() != null) {
            FittedStmtContext s = c.fittedStmt();
            return new Stmt.Fitted(ident(s.name()), typeOrNull(s.type()), exprs.expr(s.expr()), doc, span);
        }
        if (c.updateStmt() != null) {
            return new Stmt.Update(
                    ident(c.updateStmt().name()), exprs.expr(c.updateStmt().expr()), span);
        }
        if (c.nextStmt() != null) {
            return new Stmt.Next(
                    pattern(c.nextStmt().pattern()), exprs.expr(c.nextStmt().expr()), span);
        }
        if (c.requireStmt() != null) {
            TerminalNode message = c.requireStmt().STRING();
            return new Stmt.Require(
                    exprs.expr(c.requireStmt().expr()),
                    message == null ? null : exprs.string(message.getSymbol()),
                    span);
        }
        if (c.checkStmt() != null) {
            return new Stmt.Check(exprs.expr(c.checkStmt().expr()), span);
        }
        if (c.returnStmt() != null) {
            return new Stmt.Return(values(c.returnStmt().value()), span);
        }
        return c.yieldStmt() != null ? new Stmt.Yield(values(c.yieldStmt().value()), span) : fn(c.fnDecl(), doc);
    }

    private List<Arg> values(List<ValueContext> values) {
        return values.stream().map(exprs::value).toList();
    }

    private Let let(LetStmtContext c, String doc) {
        return new Let(pattern(c.pattern()), typeOrNull(c.type()), exprs.expr(c.expr()), doc, span(c));
    }

    private FnDecl fn(FnDeclContext c, String doc) {
        return new FnDecl(ident(c.name()), formals(c.params()), result(c.result()), fnBody(c), doc, span(c));
    }

    private Block fnBody(FnDeclContext c) {
        if (c.block() != null) {
            return block(c.block());
        }
        Expr value = exprs.expr(c.expr());
        Span span = value.span();
        return new Block(List.of(new Stmt.Return(List.of(new Arg(null, value, span)), span)), span);
    }

    /** A parameter list; {@code c} is null where it may be left out and is. */
    List<Formal> formals(@Nullable ParamsContext c) {
        return c == null ? List.of() : c.formal().stream().map(this::formal).toList();
    }

    private Formal formal(FormalContext c) {
        return new Formal(ident(c.name()), typeOrNull(c.type()), exprs.exprOrNull(c.expr()), doc(c), span(c));
    }

    @Nullable
    TypeExpr result(@Nullable ResultContext c) {
        return c == null ? null : type(c.type());
    }

    @Nullable
    TypeExpr typeOrNull(@Nullable TypeContext c) {
        return c == null ? null : type(c);
    }

    private TypeExpr type(TypeContext c) {
        if (c.typeName() == null) {
            return new TypeExpr.Tuple(c.field().stream().map(this::field).toList(), span(c));
        }
        Ident name = new Ident(c.typeName().start.getText(), span(c.typeName()));
        List<Expr> dims = c.dims() == null
                ? null
                : c.dims().element().stream().map(exprs::element).toList();
        return new TypeExpr.Named(name, dims, span(c));
    }

    private TypeExpr.Field field(FieldContext c) {
        return new TypeExpr.Field(ident(c.name()), type(c.type()), span(c));
    }

    Pattern pattern(PatternContext c) {
        return new Pattern(idents(c.name()), span(c));
    }

    private List<Ident> idents(List<NameContext> names) {
        return names.stream().map(this::ident).toList();
    }

    Ident ident(NameContext c) {
        return new Ident(c.start.getText(), span(c));
    }

    private String doc(ParserRuleContext c) {
        return tokens.docBefore(c.start);
    }

    private Span span(ParserRuleContext c) {
        return tokens.span(c.start, c.stop);
    }
}
