package org.nn4j.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.source.Span;

/** What a recipe waits for: the plateaus that end training and that lower the learning rate. */
final class RecipePlateaus {
    private final Interpreter in;
    private final Map<String, Rule> rules = new LinkedHashMap<>();

    /** What the runtime is told, and where it is written. */
    private record Rule(Map<String, Object> entries, Span at) {}

    RecipePlateaus(Interpreter in) {
        this.in = in;
    }

    boolean has(String word) {
        return rules.containsKey(word);
    }

    /** @param word {@code stop} or {@code reduce} */
    void add(String word, Val.Spec plateau, Span at) {
        Map<String, Object> entries =
                word.equals("stop") ? PlateauFunctions.stop(in, plateau, at) : PlateauFunctions.reduce(in, plateau, at);
        rules.put(word, new Rule(entries, at));
    }

    /** The rule of a word, if it watches what there is; null if there is none. */
    @Nullable
    Map<String, Object> watching(String word, RecipeMetrics metrics, RecipeColumns columns) {
        Val.Spec data = columns.data();
        Rule rule = rules.get(word);
        if (rule == null || data == null) {
            return null;
        }
        String value = String.valueOf(rule.entries().get("value"));
        if (!value.equals("loss") && !metrics.names().contains(value)) {
            throw in.report.error(
                    Code.UNKNOWN_NAME,
                    "the recipe has no metric `" + value + "`",
                    rule.at(),
                    Suggestions.didYouMean(value, metrics.names()));
        }
        if (!metrics.isNumber(value)) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`" + value + "` is not one number",
                    rule.at(),
                    "training can wait for the loss or for a metric that is a number");
        }
        if ("validation".equals(rule.entries().get("split")) && !columns.validated()) {
            throw in.report.error(
                    Diagnostic.error(Code.RECIPE_INCOMPLETE, "`val` needs validation rows", columns.dataSpan())
                            .label("all rows of this are trained on")
                            .also(rule.at(), "watched here")
                            .help("set some aside: `" + data.entries().get("kind")
                                    + "(…, validation = 0.2)`, or watch `train." + value + "`"));
        }
        return rule.entries();
    }
}
