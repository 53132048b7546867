package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.syntax.Formal;

/** Mistakes of parameters' defaults show where a body uses them. */
final class Defaults {

    private Defaults() {}

    /** Tells a value that will not do at the default that it comes from, if only one parameter has a part in it. */
    static Diagnostic blame(Diagnostic d, List<Formal> params) {
        String text = d.span().text();
        // Among the arguments of a call, only a requirement tells whether one of them is meant.
        boolean one = d.code() == Code.ARGUMENT_VALUE && !text.contains("(");
        if (!one && d.code() != Code.REQUIREMENT) {
            return d;
        }
        List<Formal> involved = params.stream()
                .filter(f -> Pattern.compile(
                                "(?<![.\\w])" + Pattern.quote(f.name().name()) + "\\b(?!\\s*=[^=])")
                        .matcher(text)
                        .find())
                .toList();
        return involved.size() == 1 && involved.get(0).defaultValue() != null
                ? d.movedTo(
                        Objects.requireNonNull(involved.get(0).defaultValue()).span(), "used here")
                : d;
    }
}
