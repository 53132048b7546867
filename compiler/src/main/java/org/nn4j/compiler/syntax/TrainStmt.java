package org.nn4j.compiler.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/** What stands in a train block. */
public sealed interface TrainStmt extends Syntax
        permits TrainStmt.Data,
                TrainStmt.Feed,
                TrainStmt.Target,
                TrainStmt.Loss,
                TrainStmt.Metric,
                TrainStmt.Optimizer,
                TrainStmt.Clip,
                TrainStmt.Stop,
                TrainStmt.Reduce,
                TrainStmt.Checkpoint,
                TrainStmt.InitFrom,
                TrainStmt.Run,
                Let {

    <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor);

    /** {@code data source}. */
    record Data(Expr source, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitData(this);
        }
    }

    /** {@code feed input = column}. */
    record Feed(Ident input, Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitFeed(this);
        }
    }

    /** {@code target name: type = column}. */
    record Target(Ident name, TypeExpr type, @Nullable Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitTarget(this);
        }
    }

    /** {@code loss value}. */
    record Loss(Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitLoss(this);
        }
    }

    /** {@code metric name = value}. */
    record Metric(Ident name, Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitMetric(this);
        }
    }

    /** {@code optimizer Adam(lr = 1e-3)}. */
    record Optimizer(Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitOptimizer(this);
        }
    }

    /** {@code clip global_norm(1.0)}. */
    record Clip(Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitClip(this);
        }
    }

    /** {@code stop plateau(val.loss)}. */
    record Stop(Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitStop(this);
        }
    }

    /** {@code reduce plateau(val.loss, factor = 0.5)}. */
    record Reduce(Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitReduce(this);
        }
    }

    /** {@code checkpoint best(val.loss)}. */
    record Checkpoint(Expr value, Span span) implements TrainStmt {
        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitCheckpoint(this);
        }
    }

    /** {@code init from source map "theirs" = "ours", …}. */
    record InitFrom(Expr source, List<Renaming> renamings, Span span) implements TrainStmt {
        public InitFrom {
            renamings = List.copyOf(renamings);
        }

        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitInitFrom(this);
        }
    }

    /** One pair of an {@code init from … map}: the left-hand and the right-hand pattern. */
    record Renaming(Expr.StringLit from, Expr.StringLit to, Span span) implements Syntax {}

    /** {@code run (epochs = 100, batch = 32)}. */
    record Run(List<Arg> args, Span span) implements TrainStmt {
        public Run {
            args = List.copyOf(args);
        }

        @Override
        public <R extends @Nullable Object> R accept(TrainStmtVisitor<R> visitor) {
            return visitor.visitRun(this);
        }
    }
}
