package org.nn4j.compiler.elaborate;

import java.util.List;
import org.nn4j.compiler.diagnostic.Code;

/**
 * {@code fresh(layer)}: another instance of a layer's kind, with parameters of its own. Arguments by name replace those
 * of the layer: {@code fresh(layer, reverse = true)}.
 */
enum Fresh implements Callable {
    FRESH;

    static final String NAME = "fresh";

    @Override
    public String describe() {
        return "the function `" + NAME + "`";
    }

    @Override
    public boolean takesPipedValue() {
        // It is the layer it makes that the value is for.
        return false;
    }

    @Override
    public Val call(Interpreter in, Site site, List<Argument> arguments) {
        if (arguments.isEmpty() || arguments.get(0).name() != null) {
            throw in.report.error(Code.MISSING_ARGUMENT, "`" + NAME + "` needs a layer first", site.whole());
        }
        Argument first = arguments.get(0);
        if (!(first.value() instanceof LayerInstance l)) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "`" + NAME + "` needs a layer, not " + first.value().describe(),
                    first.span());
        }
        List<Argument> changes = arguments.subList(1, arguments.size());
        for (Argument a : changes) {
            if (a.name() == null) {
                throw in.report.error(
                        Code.TOO_MANY_ARGUMENTS, "`" + NAME + "` takes a layer, and what changes by name", a.span());
            }
        }
        return l.fresh(in, changes);
    }
}
