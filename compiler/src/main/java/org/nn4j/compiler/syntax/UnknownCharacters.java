package org.nn4j.compiler.syntax;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.source.SourceFile;

/** Says what to write instead of a character that the language does not have: most come from habit or from a paste. */
final class UnknownCharacters {
    private static final String QUOTES = "strings are written in `\"`";

    private static final Map<Integer, String> HELP = Map.ofEntries(
            Map.entry((int) ';', "statements need no `;` between them"),
            Map.entry((int) '#', "a comment starts with `//`"),
            Map.entry((int) '&', "write `and`"),
            Map.entry((int) '|', "write `or`; a pipe is `|>`"),
            Map.entry((int) '!', "write `not`"),
            Map.entry((int) '?', "write `if condition then a else b`"),
            Map.entry((int) '\'', QUOTES),
            Map.entry((int) '\u2018', QUOTES),
            Map.entry((int) '\u2019', QUOTES),
            Map.entry((int) '\u201C', QUOTES),
            Map.entry((int) '\u201D', QUOTES),
            Map.entry((int) '\u2013', "write `-`"),
            Map.entry((int) '\u2212', "write `-`"),
            Map.entry((int) '\u00D7', "write `*`, or `@` between matrices"),
            Map.entry((int) '\u00B7', "write `*`, or `@` between matrices"),
            Map.entry((int) '\u00F7', "write `/`"),
            Map.entry((int) '\u2264', "write `<=`"),
            Map.entry((int) '\u2265', "write `>=`"),
            Map.entry((int) '\u2260', "write `!=`"),
            Map.entry((int) '\u2192', "write `->`"),
            Map.entry((int) '\u2026', "write `...`"),
            Map.entry((int) '\uFFFD', "save the file as UTF-8"));

    private UnknownCharacters() {}

    static Diagnostic report(SourceFile file, int offset) {
        int point = file.text().codePointAt(offset);
        String title = "unknown character " + (isVisible(point) ? "`" + Character.toString(point) + "`" : id(point));
        return Diagnostic.error(Code.UNKNOWN_CHARACTER, title, file.span(offset, offset + Character.charCount(point)))
                .help(help(point));
    }

    private static @Nullable String help(int point) {
        return Character.isLetter(point)
                ? "names consist of the letters `a` to `z` and `A` to `Z`, digits and `_`"
                : HELP.get(point);
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK -> false;
            default -> true;
        };
    }

    private static String id(int point) {
        return String.format("U+%04X", point);
    }
}
