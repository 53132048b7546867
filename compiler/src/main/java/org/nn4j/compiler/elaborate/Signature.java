package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.syntax.Formal;

/** Puts the arguments of a call to their formals. */
final class Signature {

    private Signature() {}

    /** Binds the first of a declaration's two lists; an argument of the second one is told where it belongs. */
    static void bindFirst(
            Interpreter in,
            String owner,
            List<Formal> formals,
            List<Formal> second,
            List<Callable.Argument> arguments,
            Callable.Site site,
            Scope scope) {
        List<String> names = formals.stream().map(f -> f.name().name()).toList();
        List<String> later = second.stream().map(f -> f.name().name()).toList();
        for (Callable.Argument a : arguments) {
            if (a.name() != null && later.contains(a.name()) && !names.contains(a.name())) {
                throw in.report.error(
                        Code.UNKNOWN_ARGUMENT,
                        "`" + a.name() + "` of `" + owner + "` is given where it is applied, not where it is made",
                        a.whole(),
                        "write `" + owner + "(…)(" + later.get(0)
                                + (later.get(0).equals(a.name()) ? "" : ", " + a.name()) + ")`");
            }
        }
        List<Callable.Argument> positional =
                arguments.stream().filter(a -> a.name() == null).toList();
        if (positional.size() > names.size()
                && !later.isEmpty()
                && positional.get(names.size()).value() instanceof Val.Tensor) {
            throw tooMany(
                    in,
                    owner,
                    names,
                    positional.get(names.size()),
                    "what it is applied to stands in brackets of its own: `" + owner + "(…)(" + String.join(", ", later)
                            + ")`");
        }
        bind(in, owner, formals, arguments, site, scope);
    }

    private static Abort tooMany(
            Interpreter in, String owner, List<String> names, Callable.Argument a, @Nullable String help) {
        return in.report.error(
                Code.TOO_MANY_ARGUMENTS,
                "`" + owner + "` takes " + (names.isEmpty() ? "no" : names.size()) + " argument"
                        + (names.size() == 1 ? "" : "s"),
                a.span(),
                help);
    }

    /** Binds every formal in {@code scope}, by position, by name or by its default. */
    static void bind(
            Interpreter in,
            String owner,
            List<Formal> formals,
            List<Callable.Argument> arguments,
            Callable.Site site,
            Scope scope) {
        Map<String, Callable.Argument> given =
                assign(in, owner, formals.stream().map(f -> f.name().name()).toList(), arguments);
        for (Formal f : formals) {
            String name = f.name().name();
            Callable.Argument a = given.get(name);
            Val v;
            if (a != null) {
                v = in.types.argument(f, a.value(), a.span(), scope, owner);
            } else if (f.defaultValue() != null) {
                Val d = in.eval(f.defaultValue(), scope);
                v = in.types.argument(f, d, f.defaultValue().span(), scope, owner);
            } else {
                throw in.report.error(
                        Code.MISSING_ARGUMENT,
                        "`" + owner + "` needs `" + name + "`",
                        site.whole(),
                        "its parameters are (" + describe(formals) + ")");
            }
            if (a != null) {
                scope.cameFrom(name, a.span(), in.scope());
            } else if (f.defaultValue() != null) {
                scope.cameFrom(name, f.defaultValue().span(), null);
            }
            // A dim of the same name, bound by an earlier formal's type, is not a name for values.
            scope.rebind(name, v);
            in.report.name(name, v);
        }
    }

    /** Arguments by the name of their formal. */
    static Map<String, Callable.Argument> assign(
            Interpreter in, String owner, List<String> names, List<Callable.Argument> arguments) {
        Map<String, Callable.Argument> given = new HashMap<>();
        int next = 0;
        for (Callable.Argument a : arguments) {
            String name = a.name();
            if (name == null) {
                if (next >= names.size()) {
                    throw tooMany(
                            in, owner, names, a, names.isEmpty() ? null : "they are: " + String.join(", ", names));
                }
                name = names.get(next++);
            } else if (!names.contains(name)) {
                throw in.report.error(
                        Code.UNKNOWN_ARGUMENT,
                        "`" + owner + "` has no parameter `" + name + "`",
                        a.whole(),
                        helpForUnknown(a, name, names));
            }
            if (given.put(name, a) != null) {
                throw in.report.error(
                        Code.TOO_MANY_ARGUMENTS, "`" + name + "` of `" + owner + "` is given twice", a.whole());
            }
        }
        return given;
    }

    private static String helpForUnknown(Callable.Argument a, String name, List<String> names) {
        String here = ForeignNames.parameter(name, names);
        if (here != null) {
            String value = a.value() instanceof Val.Str s && s.value().matches("\\w+")
                    ? s.value()
                    : a.span().text();
            return "it is called `" + here + "` here: `" + here + " = " + value + "`";
        }
        String foreign = ForeignNames.helpForParameter(name);
        String meant = Suggestions.didYouMean(name, names);
        return foreign != null ? foreign : meant != null ? meant : "it has: " + String.join(", ", names);
    }

    private static String describe(List<Formal> formals) {
        List<String> out = new ArrayList<>();
        formals.forEach(f -> out.add(f.span().text()));
        return String.join(", ", out);
    }
}
