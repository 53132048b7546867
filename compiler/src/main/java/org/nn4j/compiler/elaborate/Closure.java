package org.nn4j.compiler.elaborate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.TypeExpr;

/** A function written in the language, with the scope in which it was written. */
record Closure(
        String name,
        List<Formal> params,
        @Nullable TypeExpr result,
        @Nullable Block block,
        @Nullable Expr expression,
        Scope scope)
        implements Callable {

    static Closure of(FnDecl f, Scope scope) {
        return new Closure(f.name().name(), f.params(), f.result(), f.body(), null, scope);
    }

    static Closure of(Expr.Lambda f, Scope scope) {
        return new Closure("fn", f.params(), f.result(), null, f.body(), scope);
    }

    @Override
    public String describe() {
        return "the function `" + name + "`";
    }

    @Override
    public boolean takesPipedValue() {
        return true;
    }

    boolean takes(String parameter) {
        return params.stream().anyMatch(p -> p.name().name().equals(parameter));
    }

    @Override
    public Val call(Interpreter in, Site site, List<Argument> arguments) {
        Scope body = new Scope(scope);
        in.report.enter(name, site.whole());
        try {
            Signature.bind(in, name, params, arguments, site, body);
            return evaluate(in, site, body);
        } finally {
            in.report.leave();
        }
    }

    /** Evaluates the body in a scope that has the parameters already. */
    Val evaluate(Interpreter in, Site site, Scope body) {
        Val v;
        org.nn4j.compiler.source.Span at;
        if (block != null) {
            Body b = new Body(in, body, "a function");
            b.run(block);
            v = b.result(name, site.whole());
            at = b.resultSpan(site.whole());
        } else {
            Expr e = java.util.Objects.requireNonNull(expression);
            v = in.eval(e, body);
            at = e.span();
        }
        return result == null ? v : in.types.result(result, v, at, body, name);
    }
}
