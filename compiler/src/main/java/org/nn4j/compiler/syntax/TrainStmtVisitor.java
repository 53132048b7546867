package org.nn4j.compiler.syntax;

import org.jspecify.annotations.Nullable;

/** One method for each kind of statement of a train block. */
public interface TrainStmtVisitor<R extends @Nullable Object> {
    R visitData(TrainStmt.Data stmt);

    R visitFeed(TrainStmt.Feed stmt);

    R visitTarget(TrainStmt.Target stmt);

    R visitLoss(TrainStmt.Loss stmt);

    R visitMetric(TrainStmt.Metric stmt);

    R visitOptimizer(TrainStmt.Optimizer stmt);

    R visitClip(TrainStmt.Clip stmt);

    R visitStop(TrainStmt.Stop stmt);

    R visitReduce(TrainStmt.Reduce stmt);

    R visitCheckpoint(TrainStmt.Checkpoint stmt);

    R visitInitFrom(TrainStmt.InitFrom stmt);

    R visitRun(TrainStmt.Run stmt);

    R visitLet(Let stmt);
}
