package org.nn4j.compiler.elaborate;

import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.syntax.Expr;

/** Evaluates {@code value.name}: one of several results, or a parameter or a state of a layer. */
final class Members {

    private Members() {}

    static Val of(Interpreter in, Val base, Expr.Member e) {
        String name = e.name().name();
        if (base instanceof Val.Spec s && s.kind().equals("split")) {
            return new Val.Spec("value", Map.of("split", s.entries().getOrDefault("name", ""), "value", name));
        }
        Map<String, Val> members;
        if (base instanceof Val.Named n) {
            members = n.fields();
        } else if (base instanceof LayerInstance l) {
            members = l.members();
        } else {
            throw in.report.error(
                    Code.UNKNOWN_MEMBER,
                    base.describe() + " has no member `" + name + "`",
                    e.name().span(),
                    base instanceof Val.Tensor && (name.equals("shape") || name.equals("size"))
                            ? "write `shape(" + e.base().span().text()
                                    + ")`; a type gives the sizes names: `x: f32[B, N]`"
                            : null);
        }
        Val found = members.get(name);
        if (found == null) {
            String help = Suggestions.didYouMean(name, members.keySet());
            if (help == null && members.isEmpty()) {
                help = base instanceof LayerInstance ? "a layer has its parameters from its first use on" : null;
            } else if (help == null) {
                help = "it has: " + String.join(", ", members.keySet());
            }
            throw in.report.error(
                    Code.UNKNOWN_MEMBER,
                    "`" + e.base().span().text() + "` has no `" + name + "`",
                    e.name().span(),
                    help);
        }
        if (found.isUnknown()) {
            throw new Abort();
        }
        return found;
    }
}
