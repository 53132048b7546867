package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.syntax.Decl;

/** A declared optimizer. Given its arguments it is what a recipe's {@code optimizer} needs. */
record OptimizerType(Decl.Optimizer decl, Scope scope) implements Callable {

    String name() {
        return decl.name().name();
    }

    @Override
    public String describe() {
        return "the optimizer `" + name() + "`";
    }

    @Override
    public boolean takesPipedValue() {
        return false;
    }

    @Override
    public Val call(Interpreter in, Site site, List<Argument> arguments) {
        Scope own = new Scope(scope);
        Signature.bind(in, name(), decl.params(), arguments, site, own);
        return new Val.Spec("optimizer", Map.of("type", this, "arguments", own));
    }
}
