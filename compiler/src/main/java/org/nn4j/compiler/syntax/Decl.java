package org.nn4j.compiler.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/** What stands at the top of a file. */
public sealed interface Decl extends Syntax
        permits Decl.Layer, Decl.Model, Decl.Train, Decl.Optimizer, Decl.Metric, Decl.Test, FnDecl, Let {

    /** The text of the {@code ///} lines before the declaration, empty if there are none. */
    String doc();

    <R extends @Nullable Object> R accept(DeclVisitor<R> visitor);

    /** {@code layer Name(params)(inputs) -> result { … }}. */
    record Layer(
            Ident name,
            List<Formal> params,
            List<Formal> inputs,
            @Nullable TypeExpr result,
            Block body,
            String doc,
            Span span)
            implements Decl {
        public Layer {
            params = List.copyOf(params);
            inputs = List.copyOf(inputs);
        }

        @Override
        public <R extends @Nullable Object> R accept(DeclVisitor<R> visitor) {
            return visitor.visitLayer(this);
        }
    }

    /** {@code model Name(params) { … }}; inputs and outputs are statements of the body. */
    record Model(Ident name, List<Formal> params, Block body, String doc, Span span) implements Decl {
        public Model {
            params = List.copyOf(params);
        }

        @Override
        public <R extends @Nullable Object> R accept(DeclVisitor<R> visitor) {
            return visitor.visitModel(this);
        }
    }

    /**
     * {@code train Model(params) { … }} or {@code train name of Model(params) { … }}.
     *
     * @param name the name of the recipe, or null where it is that of the model
     */
    record Train(@Nullable Ident name, Ident model, List<Formal> params, List<TrainStmt> stmts, String doc, Span span)
            implements Decl {
        public Train {
            params = List.copyOf(params);
            stmts = List.copyOf(stmts);
        }

        @Override
        public <R extends @Nullable Object> R accept(DeclVisitor<R> visitor) {
            return visitor.visitTrain(this);
        }
    }

    /** {@code optimizer Name(params)(p, g) { … }}. */
    record Optimizer(Ident name, List<Formal> params, List<Formal> inputs, Block body, String doc, Span span)
            implements Decl {
        public Optimizer {
            params = List.copyOf(params);
            inputs = List.copyOf(inputs);
        }

        @Override
        public <R extends @Nullable Object> R accept(DeclVisitor<R> visitor) {
            return visitor.visitOptimizer(this);
        }
    }

    /** {@code metric Name(params)(inputs) -> result { … }}. */
    record Metric(
            Ident name,
            List<Formal> params,
            List<Formal> inputs,
            @Nullable TypeExpr result,
            Block body,
            String doc,
            Span span)
            implements Decl {
        public Metric {
            params = List.copyOf(params);
            inputs = List.copyOf(inputs);
        }

        @Override
        public <R extends @Nullable Object> R accept(DeclVisitor<R> visitor) {
            return visitor.visitMetric(this);
        }
    }

    /** {@code test "name" { … }}. */
    record Test(Expr.StringLit name, Block body, String doc, Span span) implements Decl {
        @Override
        public <R extends @Nullable Object> R accept(DeclVisitor<R> visitor) {
            return visitor.visitTest(this);
        }
    }
}
