package org.nn4j.compiler.syntax;

import org.jspecify.annotations.Nullable;

/** One method for each kind of declaration. */
public interface DeclVisitor<R extends @Nullable Object> {
    R visitLayer(Decl.Layer decl);

    R visitModel(Decl.Model decl);

    R visitTrain(Decl.Train decl);

    R visitOptimizer(Decl.Optimizer decl);

    R visitMetric(Decl.Metric decl);

    R visitTest(Decl.Test decl);

    R visitFn(FnDecl decl);

    R visitLet(Let decl);
}
