package org.nn4j.compiler.diagnostic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.SourceFile;

/**
 * Writes diagnostics for people to read:
 *
 * <pre>
 * error[NN0203]: sizes differ in `+`
 *   --> blocks.nn:29:17
 *    |
 * 29 |   return relu(y + skip)
 *    |               - ^ ---- f32[B, 64, 28, 28]
 *    |               f32[B, 64, 14, 14]
 *    = trail: x [B, 32, 28, 28] -> Conv2d(64, 3, stride = 2) [B, 64, 14, 14]
 *    = help: pass `stride = stride` to the shortcut at line 28
 * </pre>
 */
public final class DiagnosticPrinter {
    private final boolean colour;

    private DiagnosticPrinter(boolean colour) {
        this.colour = colour;
    }

    /** Text alone, for files, exceptions and tests. */
    public static DiagnosticPrinter plain() {
        return new DiagnosticPrinter(false);
    }

    /** With ANSI escape sequences, for terminals. */
    public static DiagnosticPrinter ansi() {
        return new DiagnosticPrinter(true);
    }

    /** All diagnostics in the given order, with an empty line between two, and how many were left out. */
    public String print(List<Diagnostic> diagnostics, int omitted) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            if (out.length() > 0) {
                out.append('\n');
            }
            out.append(print(diagnostic));
        }
        if (omitted > 0) {
            out.append("\nand ").append(omitted).append(omitted == 1 ? " more error\n" : " more errors\n");
        }
        return out.toString();
    }

    /** One diagnostic; every line ends with a line feed. */
    public String print(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        Style style = Style.of(diagnostic.severity());
        String head = diagnostic.severity().word() + "[" + diagnostic.code().id() + "]";
        out.append(style.apply(head, colour))
                .append(Style.BOLD.apply(": " + diagnostic.title(), colour))
                .append('\n');

        Map<SourceFile, List<Excerpt.Marked>> byFile = byFile(diagnostic);
        int gutter = gutter(byFile);
        String arrow = "-->";
        for (Map.Entry<SourceFile, List<Excerpt.Marked>> entry : byFile.entrySet()) {
            out.append(Style.NOTE.apply(" ".repeat(gutter) + arrow, colour))
                    .append(' ')
                    .append(entry.getValue().get(0).label().span())
                    .append('\n');
            new Excerpt(entry.getKey(), entry.getValue(), gutter, style, colour, out).print();
            arrow = ":::";
        }
        note(out, gutter, "trail", diagnostic.trail().isEmpty() ? null : String.join(" -> ", diagnostic.trail()));
        note(out, gutter, "cause", diagnostic.cause());
        note(out, gutter, "help", diagnostic.help());
        return out.toString();
    }

    /** The labels of each file, the primary label and its file first. */
    private static Map<SourceFile, List<Excerpt.Marked>> byFile(Diagnostic diagnostic) {
        Map<SourceFile, List<Excerpt.Marked>> byFile = new LinkedHashMap<>();
        List<Excerpt.Marked> all = new ArrayList<>();
        all.add(new Excerpt.Marked(diagnostic.primary(), true));
        diagnostic.others().forEach(label -> all.add(new Excerpt.Marked(label, false)));
        for (Excerpt.Marked marked : all) {
            byFile.computeIfAbsent(marked.label().span().file(), file -> new ArrayList<>())
                    .add(marked);
        }
        return byFile;
    }

    /** The width of the widest line number, the same for all files of a report. */
    private static int gutter(Map<SourceFile, List<Excerpt.Marked>> byFile) {
        int last = byFile.values().stream()
                .flatMap(List::stream)
                .mapToInt(marked -> marked.label().span().line())
                .max()
                .orElse(1);
        return Integer.toString(last).length();
    }

    private void note(StringBuilder out, int gutter, String word, @Nullable String text) {
        if (text == null) {
            return;
        }
        String start = " ".repeat(gutter + 1) + "= ";
        String indent = "\n" + " ".repeat(start.length() + word.length() + 2);
        out.append(Style.NOTE.apply(start, colour))
                .append(Style.BOLD.apply(word + ":", colour))
                .append(' ')
                .append(text.replace("\n", indent))
                .append('\n');
    }
}
