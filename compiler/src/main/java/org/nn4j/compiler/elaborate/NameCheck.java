package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Syntax;
import org.nn4j.compiler.syntax.TypeExpr;

/**
 * Finds names that nothing declares where {@link GeneralCheck} does not come: in the functions that a function returns,
 * and in what depends on a value that is not known before a call.
 */
final class NameCheck {

    private NameCheck() {}

    /** Reports the first such name. */
    static void check(Decl d, Scope module, Diagnostics diagnostics) {
        List<Syntax> pieces = Pieces.of(d);
        Set<String> known = new HashSet<>();
        new NamesIn(List.of(d)).declared().forEach(i -> known.add(i.name()));
        for (Syntax s : pieces) {
            if (s instanceof TypeExpr t) {
                known.addAll(dims(t));
            } else if (s instanceof Expr.Repeat r && r.index() != null) {
                known.add(r.index().name());
            }
        }
        for (Syntax s : pieces) {
            if (s instanceof Expr.Name n
                    && !known.contains(n.name())
                    && module.lookup(n.name()) == null
                    && module.lookupCallable(n.name()) == null
                    && !Walk.isDynamic(n.name())) {
                Set<String> candidates = module.visibleNames();
                candidates.addAll(known);
                diagnostics.report(UndeclaredName.of(
                        Code.UNKNOWN_NAME,
                        "nothing is called `" + n.name() + "` here",
                        n.name(),
                        n.span(),
                        candidates));
                return;
            }
        }
    }

    private static List<String> dims(TypeExpr t) {
        List<String> names = new ArrayList<>();
        for (Syntax s : Pieces.of(t)) {
            if (s instanceof Expr.Name n) {
                names.add(n.name());
            } else if (s instanceof Expr.Spread run) {
                names.add(run.name().name());
            }
        }
        return names;
    }
}
