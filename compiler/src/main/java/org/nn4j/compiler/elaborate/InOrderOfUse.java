package org.nn4j.compiler.elaborate;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.FnDecl;

/** Declarations, each after those that it mentions. */
final class InOrderOfUse {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    private final Map<String, Decl> byName = new HashMap<>();
    private final Set<Decl> begun = new LinkedHashSet<>();
    private final Set<Decl> done = new LinkedHashSet<>();

    private InOrderOfUse() {}

    static List<Decl> of(List<Decl> decls) {
        InOrderOfUse order = new InOrderOfUse();
        for (Decl d : decls) {
            String name = name(d);
            if (name != null) {
                order.byName.putIfAbsent(name, d);
            }
        }
        decls.forEach(order::visit);
        return List.copyOf(order.done);
    }

    /** What others call it in expressions; null where they do not. */
    static @Nullable String name(Decl d) {
        if (d instanceof Decl.Layer l) {
            return l.name().name();
        } else if (d instanceof FnDecl f) {
            return f.name().name();
        } else if (d instanceof Decl.Metric m) {
            return m.name().name();
        } else if (d instanceof Decl.Optimizer o) {
            return o.name().name();
        }
        return null;
    }

    private void visit(Decl d) {
        if (begun.add(d)) {
            NAME.matcher(d.span().text())
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .forEach(n -> {
                        Decl used = byName.get(n);
                        if (used != null) {
                            visit(used);
                        }
                    });
            done.add(d);
        }
    }
}
