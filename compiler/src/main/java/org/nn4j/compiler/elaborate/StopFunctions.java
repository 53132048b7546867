package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.diagnostic.Code;

/** When training ends before its time, and the values that tell. */
final class StopFunctions {

    private StopFunctions() {}

    static void define(Scope s) {
        DataFunctions.bind(
                s,
                new Builtin(
                        "plateau",
                        List.of("value", "patience?", "min_delta?", "restore_best?", "mode?"),
                        StopFunctions::plateau));
        DataFunctions.bind(s, "val", new Val.Spec("split", Map.of("name", "validation")));
        DataFunctions.bind(s, "train", new Val.Spec("split", Map.of("name", "train")));
    }

    private static Val plateau(Interpreter in, Given a) {
        if (!(a.value("value") instanceof Val.Spec watched) || !watched.kind().equals("value")) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "`plateau` watches a value such as `val.loss`, not "
                            + a.value("value").describe(),
                    a.span("value"));
        }
        Map<String, Object> m = DataFunctions.entries("plateau");
        m.putAll(watched.entries());
        boolean loss = "loss".equals(watched.entries().get("value"));
        if (!loss && !a.has("mode")) {
            throw in.report.error(
                    Code.RECIPE_INCOMPLETE,
                    "is a larger or a smaller `" + watched.entries().get("value") + "` better?",
                    a.span("value"),
                    "say so: `mode = \"max\"` or `mode = \"min\"`");
        }
        m.put("mode", DataFunctions.oneOf(in, a, "mode", Set.of("min", "max"), "min"));
        m.put("patience", DataFunctions.atLeast(in, a, "patience", 0, 5));
        m.put("min_delta", a.number("min_delta", 0));
        m.put("restore_best", a.flag("restore_best", true));
        return new Val.Spec("stop", m);
    }
}
