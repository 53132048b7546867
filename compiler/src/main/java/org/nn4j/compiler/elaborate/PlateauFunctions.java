package org.nn4j.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.source.Span;

/** When training ends before its time, or goes on with a lower learning rate, and the values that tell. */
final class PlateauFunctions {

    private PlateauFunctions() {}

    static void define(Scope s) {
        DataFunctions.define(
                s,
                "plateau",
                List.of(
                        "value",
                        "patience?",
                        "min_delta?",
                        "mode?",
                        "restore_best?",
                        "factor?",
                        "cooldown?",
                        "min_factor?"),
                """
                When a value has not become better for some epochs. `stop plateau(…)` then ends training, `reduce
                plateau(…)` lowers the learning rate and goes on.

                - `value`: `val.loss`, `train.loss`, or a metric of the recipe in their place, such as `val.accuracy`,
                  that is one number. `val` needs validation rows.
                - `patience = 5`: how many epochs, from 0 on.
                - `min_delta = 0`: by how much a value must be better to count.
                - `mode`: `"min"` if smaller is better, as it is of the loss, or `"max"`; a metric must say it.
                - `restore_best = true`: of `stop`, whether the weights of the best epoch are kept instead of the last.
                - `factor = 0.1`: of `reduce`, what the rate is multiplied by, from 0 to below 1.
                - `cooldown = 0`: of `reduce`, for how many epochs after that nothing is counted.
                - `min_factor = 0`: of `reduce`, the part of the first rate that is left at least.
                Example: stop plateau(val.loss, patience = 10)
                Example: reduce plateau(val.loss, factor = 0.5, patience = 3)""",
                PlateauFunctions::plateau);
        for (String split : List.of("val", "train")) {
            if (s.lookup(split) == null) {
                String name = split.equals("val") ? "validation" : "train";
                s.bind(split, new Val.Spec("split", Map.of("name", name)));
            }
        }
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
        for (String name : List.of("restore_best", "factor", "cooldown", "min_factor")) {
            if (a.has(name)) {
                m.put(name, value(in, a, name));
            }
        }
        return new Val.Spec("plateau", m);
    }

    private static Object value(Interpreter in, Given a, String name) {
        return switch (name) {
            case "restore_best" -> a.flag(name, true);
            case "cooldown" -> DataFunctions.atLeast(in, a, name, 0, 0);
            default -> share(in, a, name);
        };
    }

    private static double share(Interpreter in, Given a, String name) {
        double d = a.number(name, 0);
        if (!(d >= 0 && d < 1)) {
            throw in.report.error(
                    Code.RECIPE_VALUE, "`" + name + "` is a number from 0 to below 1, not " + d, a.span(name));
        }
        return d;
    }

    /** What ends training: a plateau, with the best weights restored unless it says otherwise. */
    static Map<String, Object> stop(Interpreter in, Val.Spec plateau, Span at) {
        return plateau(
                in, plateau, at, "stop", Map.of("restore_best", true), List.of("factor", "cooldown", "min_factor"));
    }

    /** What lowers the learning rate: a plateau, by default to a tenth. */
    static Map<String, Object> reduce(Interpreter in, Val.Spec plateau, Span at) {
        return plateau(
                in,
                plateau,
                at,
                "reduce",
                Map.of("factor", 0.1, "cooldown", 0L, "min_factor", 0.0),
                List.of("restore_best"));
    }

    private static Map<String, Object> plateau(
            Interpreter in,
            Val.Spec plateau,
            Span at,
            String word,
            Map<String, Object> defaults,
            List<String> foreign) {
        for (String name : foreign) {
            if (plateau.entries().containsKey(name)) {
                throw in.report.error(
                        Code.UNKNOWN_ARGUMENT,
                        "`" + name + "` says nothing to `" + word + "`",
                        at,
                        "it belongs to `" + (word.equals("stop") ? "reduce" : "stop") + " plateau(…)`");
            }
        }
        Map<String, Object> m = new LinkedHashMap<>(defaults);
        m.putAll(plateau.entries());
        return m;
    }
}
