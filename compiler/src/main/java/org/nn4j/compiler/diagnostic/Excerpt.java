package org.nn4j.compiler.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nn4j.compiler.source.SourceFile;

/** The lines of one file that a diagnostic speaks of, with marks and remarks below them. */
final class Excerpt {
    private final SourceFile file;
    private final int gutter;
    private final Style primaryStyle;
    private final boolean colour;
    private final StringBuilder out;
    private final Map<Integer, List<Marked>> byLine = new TreeMap<>();

    /** A label and whether it is the diagnostic's primary one. */
    record Marked(Label label, boolean primary) {
        int start() {
            return label.span().start();
        }
    }

    /** A label at the columns where it is drawn. */
    private record Mark(int start, int end, String text, boolean primary) {}

    Excerpt(SourceFile file, List<Marked> labels, int gutter, Style primaryStyle, boolean colour, StringBuilder out) {
        this.file = file;
        this.gutter = gutter;
        this.primaryStyle = primaryStyle;
        this.colour = colour;
        this.out = out;
        for (Marked marked : labels) {
            byLine.computeIfAbsent(file.line(marked.start()), line -> new ArrayList<>())
                    .add(marked);
        }
    }

    void print() {
        row("", "");
        int last = 0;
        for (Map.Entry<Integer, List<Marked>> entry : byLine.entrySet()) {
            int line = entry.getKey();
            if (last > 0 && line == last + 2) {
                source(last + 1, new PrintedLine(file.lineText(last + 1), 0));
            } else if (last > 0 && line > last + 2) {
                out.append(Style.NOTE.apply("...", colour)).append('\n');
            }
            marked(line, entry.getValue());
            last = line;
        }
    }

    private void marked(int line, List<Marked> labels) {
        Marked focus = labels.stream().filter(Marked::primary).findFirst().orElse(labels.get(0));
        int lineStart = file.lineStart(line);
        PrintedLine printed = new PrintedLine(file.lineText(line), focus.start() - lineStart);
        source(line, printed);
        List<Mark> marks = labels.stream()
                .map(marked -> mark(marked, printed, lineStart))
                .sorted(Comparator.comparingInt(Mark::start).thenComparing(Mark::primary))
                .toList();
        remarks(marks);
    }

    private Mark mark(Marked marked, PrintedLine printed, int lineStart) {
        int start = printed.column(marked.start() - lineStart);
        // Of what goes on over several lines, the first line is marked to its end.
        int end = printed.column(marked.label().span().end() - lineStart);
        return new Mark(start, Math.max(start + 1, end), marked.label().text(), marked.primary());
    }

    /** The row of marks, the last one with its remark behind it, then the other remarks from right to left. */
    private void remarks(List<Mark> marks) {
        StyledRow row = new StyledRow();
        marks.stream().filter(mark -> !mark.primary()).forEach(mark -> draw(row, mark, "-"));
        marks.stream().filter(Mark::primary).forEach(mark -> draw(row, mark, "^"));
        List<Mark> hanging = new ArrayList<>(marks);
        Mark last = hanging.remove(hanging.size() - 1);
        if (hanging.stream().allMatch(mark -> mark.end() <= last.start() || isSilentWithin(mark, last))) {
            row.put(last.end(), last.text().isEmpty() ? "" : " " + last.text(), style(last));
        } else {
            hanging.add(last);
        }
        row("", row.render(colour));
        hanging.removeIf(mark -> mark.text().isEmpty());
        while (!hanging.isEmpty()) {
            Mark mark = hanging.remove(hanging.size() - 1);
            StyledRow below = new StyledRow();
            hanging.forEach(left -> below.put(left.start(), "|", style(left)));
            below.put(mark.start(), mark.text(), style(mark));
            row("", below.render(colour));
        }
    }

    private static boolean isSilentWithin(Mark mark, Mark last) {
        return mark.text().isEmpty() && mark.end() <= last.end();
    }

    private void draw(StyledRow row, Mark mark, String stroke) {
        row.put(mark.start(), stroke.repeat(mark.end() - mark.start()), style(mark));
    }

    private Style style(Mark mark) {
        return mark.primary() ? primaryStyle : Style.NOTE;
    }

    private void source(int line, PrintedLine printed) {
        row(Integer.toString(line), printed.text());
    }

    private void row(String number, String content) {
        String bar = " ".repeat(gutter - number.length()) + number + " |";
        out.append(Style.NOTE.apply(bar, colour));
        if (!content.isBlank()) {
            out.append(' ').append(content.stripTrailing());
        }
        out.append('\n');
    }
}
