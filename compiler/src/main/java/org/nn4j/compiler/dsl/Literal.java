package org.nn4j.compiler.dsl;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names and values of Java in {@code .nn}, such that they are read back as what they were. */
final class Literal {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> RESERVED =
            Set.of("and", "or", "not", "div", "if", "then", "else", "true", "false", "let", "return", "fn");

    private Literal() {}

    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "`" + name + "` is no name: names are letters, digits and `_`, and start with no digit");
        }
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("`" + name + "` is a reserved word and names nothing");
        }
        return name;
    }

    /** {@code std.rnn}. */
    static String module(String name) {
        for (String part : name.split("\\.", -1)) {
            name(part);
        }
        return name;
    }

    /** {@code a} or {@code (a, b)}. */
    static String pattern(Iterable<String> names) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (String name : names) {
            text.append(count++ == 0 ? "" : ", ").append(name(name));
        }
        if (count == 0) {
            throw new IllegalArgumentException("no name to bind a value to");
        }
        return count == 1 ? text.toString() : "(" + text + ")";
    }

    /** Java's shortest digits that give the same number again, {@code 1.0E-4} as {@code 1e-4}. */
    static String number(Number value) {
        double number = value.doubleValue();
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("the language has no literal for " + value);
        }
        return value.toString().replace(".0E", "e").replace('E', 'e');
    }

    static String string(String value) {
        String characters = value.codePoints().mapToObj(Literal::character).collect(Collectors.joining());
        return "\"" + characters + "\"";
    }

    private static String character(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case ' ' -> " ";
            default ->
                isSeen(c)
                        ? Character.toString(c)
                        : Character.toString(c)
                                .chars()
                                .mapToObj(unit -> String.format("\\u%04x", unit))
                                .collect(Collectors.joining());
        };
    }

    /** Whether a character can stand for itself: others could be lost, or turn the line around it. */
    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Lines of {@code ///}; empty for the empty text. */
    static String doc(String text) {
        return text.isEmpty()
                ? ""
                : text.lines().map(line -> "/// " + line + "\n").collect(Collectors.joining());
    }
}
