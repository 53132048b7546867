package org.nn4j.compiler.elaborate;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.Syntax;
import org.nn4j.compiler.syntax.TrainStmt;
import org.nn4j.compiler.syntax.TypeExpr;

/**
 * The names that a piece of a program declares, and those that it uses. Names of types, of arguments and of members are
 * neither.
 */
final class NamesIn {
    private final List<Ident> declared = new ArrayList<>();
    private final List<Ident> outputs = new ArrayList<>();
    private final List<String> used = new ArrayList<>();
    private final List<String> called = new ArrayList<>();

    /** The types that are written for names, as text. */
    private final Map<String, Set<String>> types = new HashMap<>();

    NamesIn(List<? extends Syntax> pieces) {
        pieces.forEach(this::walk);
    }

    /** Where names are declared, without the outputs of a model. */
    List<Ident> declared() {
        return declared;
    }

    /** The outputs of a model: they are for those who use it. */
    List<Ident> outputs() {
        return outputs;
    }

    int uses(String name) {
        return (int) used.stream().filter(name::equals).count();
    }

    /** Uses as a value, which a name of a function seldom has. */
    int usesAsValue(String name) {
        return uses(name) - (int) called.stream().filter(name::equals).count();
    }

    /** The types that are written for a name, of parameters and params; none where it has none. */
    Set<String> types(String name) {
        return types.getOrDefault(name, Set.of());
    }

    private void typed(Ident name, @Nullable TypeExpr type) {
        if (type != null) {
            types.computeIfAbsent(name.name(), n -> new HashSet<>())
                    .add(type.span().text());
        }
    }

    boolean declares(String name) {
        return declared.stream().anyMatch(i -> i.name().equals(name));
    }

    private void walk(@Nullable Object o) {
        if (o instanceof List<?> all) {
            all.forEach(this::walk);
        }
        if (!(o instanceof Syntax) || !(o instanceof Record)) {
            return;
        }
        if (o instanceof Expr.Name n) {
            used.add(n.name());
        } else if (o instanceof Expr.Spread s) {
            used.add(s.name().name());
        } else if (o instanceof Expr.Scan s) {
            used.add(s.axis().name());
            declared.addAll(s.items().names());
        } else if (o instanceof Expr.Carry c) {
            declared.add(c.name());
        } else if (o instanceof Expr.Call c && c.callee() instanceof Expr.Name n) {
            called.add(n.name());
        } else if (o instanceof Formal f) {
            declared.add(f.name());
            typed(f.name(), f.type());
        } else if (o instanceof TrainStmt.Target t) {
            declared.add(t.name());
        } else if (o instanceof TrainStmt.Feed f) {
            used.add(f.input().name());
        } else if (o instanceof Stmt.Output s) {
            outputs.add(s.name());
        } else if (o instanceof FnDecl f) {
            declared.add(f.name());
        } else if (o instanceof Stmt.Param p) {
            declared.add(p.name());
            typed(p.name(), p.type());
        } else if (o instanceof Let || o instanceof Stmt) {
            declared.addAll(Body.namesOf((Stmt) o));
        }
        for (RecordComponent part : o.getClass().getRecordComponents()) {
            try {
                walk(part.getAccessor().invoke(o));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
