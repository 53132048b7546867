package org.nn4j.compiler.elaborate;

import java.util.List;

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
            body.run(type.decl().body());
            Val v = body.result(type.name(), type.decl().name().span());
            return type.decl().result() == null
                    ? v
                    : in.types.result(type.decl().result(), v, body.resultSpan(site.whole()), scope, type.name());
        } finally {
            in.report.leave();
        }
    }
}
