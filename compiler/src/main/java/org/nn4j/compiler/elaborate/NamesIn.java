package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.Arg;
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
    private final Set<Ident> callable = new HashSet<>();
    private final List<Ident> inputs = new ArrayList<>();
    private final Set<String> fed = new HashSet<>();
    private final List<Ident> lambdas = new ArrayList<>();
    private final Set<String> parameters = new HashSet<>();
    private final Set<String> arguments = new HashSet<>();

    /** The types that are written for names, as text. */
    private final Map<String, Set<String>> types = new HashMap<>();

    NamesIn(List<? extends Syntax> pieces) {
        pieces.forEach(p -> Pieces.of(p).forEach(this::note));
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

    /** Uses of a declaration that has a function's name: calls are of the function, unless this can be called too. */
    int usesAsValue(Ident declared) {
        String name = declared.name();
        return callable.contains(declared)
                ? uses(name)
                : uses(name) - (int) called.stream().filter(name::equals).count();
    }

    /** The first two declarations of one name, but for parameters of functions without a name; empty if there are none. */
    List<Ident> declaredTwice() {
        Map<String, Ident> first = new HashMap<>();
        for (Ident i : declared) {
            Ident other = lambdas.contains(i) ? null : first.putIfAbsent(i.name(), i);
            if (other != null) {
                return List.of(other, i);
            }
        }
        return List.of();
    }

    /** The one input that no recipe feeds, where a recipe feeds this name; null if there is none. */
    @Nullable
    Ident inputInsteadOf(String name) {
        List<Ident> unfed = inputs.stream().filter(i -> !fed.contains(i.name())).toList();
        return fed.contains(name) && unfed.size() == 1 ? unfed.get(0) : null;
    }

    /** Whether an argument is given by this name. */
    boolean isArgument(String name) {
        return arguments.contains(name);
    }

    /** Whether something takes a parameter of this name, with a type or a default. */
    boolean isParameter(String name) {
        return parameters.contains(name);
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

    /** Whether an expression makes a layer, as far as its looks tell. */
    private static boolean isLayer(Expr e) {
        return e instanceof Expr.Call c
                && c.callee() instanceof Expr.Name n
                && (Character.isUpperCase(n.name().charAt(0)) || n.name().equals(Fresh.NAME));
    }

    private void note(Syntax o) {
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
        } else if (o instanceof Arg a && a.name() != null) {
            arguments.add(a.name().name());
        } else if (o instanceof Formal f) {
            declared.add(f.name());
            if (f.type() != null || f.defaultValue() != null) {
                parameters.add(f.name().name());
            }
            typed(f.name(), f.type());
        } else if (o instanceof Expr.Lambda f) {
            f.params().forEach(p -> lambdas.add(p.name()));
        } else if (o instanceof TrainStmt.Target t) {
            declared.add(t.name());
        } else if (o instanceof TrainStmt.Feed f) {
            used.add(f.input().name());
            fed.add(f.input().name());
        } else if (o instanceof Stmt.Output s) {
            outputs.add(s.name());
        } else if (o instanceof FnDecl f) {
            declared.add(f.name());
        } else if (o instanceof Stmt.Param p) {
            declared.add(p.name());
            typed(p.name(), p.type());
        } else if (o instanceof Let || o instanceof Stmt) {
            List<Ident> names = Body.namesOf((Stmt) o);
            declared.addAll(names);
            if (o instanceof Stmt.Input) {
                inputs.addAll(names);
            } else if (o instanceof Let l && isLayer(l.value())) {
                callable.addAll(names);
            }
        }
    }
}
