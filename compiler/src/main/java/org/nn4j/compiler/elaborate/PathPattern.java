package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.regex.Pattern;

/** Patterns over parameter paths: {@code *} is any one part, {@code **} any number of parts. */
final class PathPattern {

    private PathPattern() {}

    static boolean matchesAny(List<String> patterns, String path) {
        return patterns.stream().anyMatch(p -> matches(p, path));
    }

    static boolean matches(String pattern, String path) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\.", -1)) {
            if (part.equals("**")) {
                regex.append("(?:[^.]+\\.)*");
            } else {
                regex.append(Pattern.quote(part).replace("*", "\\E[^.]*\\Q")).append("\\.");
            }
        }
        // Every part ends in a dot, and so does the path.
        return Pattern.matches(regex.toString(), path + ".");
    }
}
