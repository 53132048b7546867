package org.nn4j.compiler.elaborate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.TypeExpr;

/** A metric with its arguments; applied to tensors of a batch it gives its value over the whole data set. */
record MetricInstance(MetricType type, Scope arguments) implements Callable {

    @Override
    public String describe() {
        return "a metric `" + type.name() + "`";
    }

    @Override
    public boolean takesPipedValue() {
        return true;
    }

    @Override
    public Val call(Interpreter in, Site site, List<Argument> tensors) {
        Scope scope = new Scope(arguments);
        in.report.enter(type.name(), site.whole());
        try {
            Signature.bind(in, type.name(), type.decl().inputs(), tensors, site, scope);
            Body body = new Body(in, scope, "a metric");
            run(in, body, scope);
            Val v = narrowed(in, body.result(type.name(), type.decl().name().span()));
            OverBatches.requireMean(in, v, body.resultSpan(site.whole()));
            return type.decl().result() == null
                    ? v
                    : in.types.result(type.decl().result(), v, body.resultSpan(site.whole()), scope, type.name());
        } finally {
            in.report.leave();
        }
    }

    private void run(Interpreter in, Body body, Scope scope) {
        List<Formal> inputs = type.decl().inputs();
        if (!in.walk.testing() || inputs.isEmpty()) {
            body.run(type.decl().body());
            return;
        }
        Dim rows = scope.lookup(inputs.get(0).name().name()) instanceof Val.Tensor t
                        && t.type().rank() > 0
                ? t.type().shape().dim(0)
                : Dim.of(1);
        in.walk.withTotals(new RowTotals(scope, nameOfRows(inputs.get(0).type()), rows), () -> {
            body.run(type.decl().body());
            return body;
        });
    }

    /** In a test a metric is a tensor like any other. */
    private static Val narrowed(Interpreter in, Val v) {
        return in.walk.testing() && v instanceof Val.Tensor t && t.type().dtype() == DType.F64
                ? new Val.Tensor(Elementwise.cast(t.graph(), t.value(), DType.F32), t.graph(), false)
                : v;
    }

    private static String nameOfRows(@Nullable TypeExpr t) {
        return t instanceof TypeExpr.Named n
                        && n.dims() != null
                        && !n.dims().isEmpty()
                        && n.dims().get(0) instanceof Expr.Name rows
                ? rows.name()
                : "";
    }
}
