package org.nn4j.compiler.elaborate;

import java.util.List;

/**
 * A function that the compiler provides.
 *
 * @param parameters names; {@code name?} may be left out, {@code *name} at the end takes any number of values
 * @param doc what the reference says of it: sentences, and perhaps lines that begin with {@code Example:} and go on with
 *     what a test may check
 */
record Builtin(String name, List<String> parameters, String doc, Body body) implements Callable {

    /** One that the reference does not know. */
    Builtin(String name, List<String> parameters, Body body) {
        this(name, parameters, "", body);
    }

    /** What it does, given its arguments by name. */
    @FunctionalInterface
    interface Body {
        Val apply(Interpreter in, Given given);
    }

    @Override
    public String describe() {
        return "the function `" + name + "`";
    }

    @Override
    public boolean takesPipedValue() {
        return true;
    }

    @Override
    public Val call(Interpreter in, Site site, List<Argument> arguments) {
        return body.apply(in, Given.of(in, this, site, arguments));
    }
}
