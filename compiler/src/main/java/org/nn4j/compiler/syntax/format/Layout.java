package org.nn4j.compiler.syntax.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.format.Doc.Fill;
import org.nn4j.compiler.syntax.format.Doc.Indentation;

/** Chooses where the lines of a {@link Doc} end. */
final class Layout {

    /** Columns of a line; only what cannot be broken is longer. */
    static final int COLUMNS = 120;

    private static final int BLOCK = 2;
    private static final int CONTINUED = 4;

    /** A line and the comment behind it. */
    private record Line(String code, @Nullable String remark) {}

    /**
     * What is still to be written.
     *
     * @param construct the indentation of the construct that this is part of
     * @param indent that of lines which begin here
     * @param flat whether all of it goes on one line
     * @param item where {@code doc} is a {@link Fill}, the item that comes next
     */
    private record Task(int construct, int indent, boolean flat, Doc doc, int item) {
        Task with(Doc other) {
            return new Task(construct, indent, flat, other, 0);
        }

        Task flat(Doc other) {
            return new Task(construct, indent, true, other, 0);
        }
    }

    private final Deque<Task> tasks = new ArrayDeque<>();
    private final List<Line> lines = new ArrayList<>();

    private final StringBuilder line = new StringBuilder();
    private int indent;

    /** The comment that the line will end with. */
    private @Nullable String remark;

    /** Whether the line is a comment, so that what follows needs a new one. */
    private boolean closed;

    private Layout() {}

    static String of(Doc doc) {
        Layout layout = new Layout();
        layout.tasks.push(new Task(0, 0, false, doc, 0));
        while (!layout.tasks.isEmpty()) {
            layout.write(layout.tasks.pop());
        }
        layout.end();
        return layout.text();
    }

    private void write(Task t) {
        Doc doc = t.doc;
        if (doc instanceof Doc.Text text) {
            write(text.text(), t.indent);
        } else if (doc instanceof Doc.Concat concat) {
            push(t, concat.parts());
        } else if (doc instanceof Doc.Line) {
            if (t.flat && !mustEnd()) {
                write(" ", t.indent);
            } else {
                newLine(t.indent);
            }
        } else if (doc instanceof Doc.HardLine hard) {
            newLine(t.indent);
            if (hard.blank()) {
                lines.add(new Line("", null));
            }
        } else if (doc instanceof Doc.Group group) {
            tasks.push(t.flat || fits(doc) ? t.flat(group.doc()) : t.with(group.doc()));
        } else if (doc instanceof Doc.Nest nest) {
            tasks.push(nested(t, nest.by(), nest.doc()));
        } else if (doc instanceof Doc.Fill fill) {
            writeNext(t, fill);
        } else if (doc instanceof Doc.Bracketed list) {
            write(t, list);
        } else if (doc instanceof Doc.Value value) {
            write(t, value);
        } else if (doc instanceof Doc.Remarked code) {
            if (mustEnd()) {
                newLine(t.indent);
            }
            write(code.text(), t.indent);
            remark = code.remark();
        } else if (doc instanceof Doc.OwnLine comment) {
            if (mustEnd() || line.length() > 0) {
                newLine(t.indent);
            }
            write(comment.text(), t.indent);
            closed = true;
        }
    }

    private void push(Task t, List<Doc> docs) {
        for (int i = docs.size() - 1; i >= 0; i--) {
            tasks.push(t.with(docs.get(i)));
        }
    }

    private Task nested(Task t, Indentation by, Doc doc) {
        int c = t.construct;
        return switch (by) {
            case CONTINUED -> new Task(c, c + CONTINUED, t.flat, doc, 0);
            case COLUMN -> new Task(c, column(), t.flat, doc, 0);
            case SAME -> new Task(c, c, t.flat, doc, 0);
            case HANGING -> new Task(c + CONTINUED, c + CONTINUED, t.flat, doc, 0);
            case BLOCK -> new Task(c + BLOCK, c + BLOCK, t.flat, doc, 0);
            case ALIGNED -> new Task(column(), column(), t.flat, doc, 0);
        };
    }

    private void writeNext(Task t, Fill fill) {
        Fill.Item item = fill.items().get(t.item);
        boolean last = t.item + 1 == fill.items().size();
        int behind = last ? behind() : 0;
        if (!last) {
            tasks.push(new Task(t.construct, t.indent, t.flat, fill, t.item + 1));
        }
        if (t.item > 0) {
            int width = fill.between().length() + item.doc().width() + behind;
            boolean stays = t.flat || (!item.newLine() && hasRoom(width));
            if (stays && !mustEnd()) {
                write(fill.between(), t.indent);
            } else {
                newLine(t.indent);
            }
        }
        boolean whole = !(mustEnd() && item.doc().measure().breaks())
                && hasRoom(item.doc().width() + behind);
        tasks.push(t.flat || whole ? t.flat(item.doc()) : t.with(item.doc()));
    }

    private void write(Task t, Doc.Bracketed list) {
        if (t.flat || fits(list)) {
            push(new Task(t.construct, t.indent, true, list, 0), List.of(list.open(), list.items(), list.close()));
            return;
        }
        int aligned = column() + list.open().measure().lead();
        int below = t.construct + CONTINUED;
        boolean narrow =
                below < aligned && aligned + list.widestItem() + list.close().width() > COLUMNS;
        boolean hangs = list.hanging() || narrow;
        tasks.push(t.with(list.close()));
        tasks.push(t.with(new Doc.Nest(hangs ? Indentation.HANGING : Indentation.ALIGNED, list.items())));
        if (hangs) {
            tasks.push(t.with(new Doc.Nest(Indentation.HANGING, Doc.hardLine())));
        }
        tasks.push(t.with(list.open()));
    }

    private void write(Task t, Doc.Value value) {
        boolean fits = !mustEnd() && value.width() < Measure.UNBOUNDED && fits(value);
        Doc doc = value.doc();
        if (t.flat || fits) {
            push(t.flat(value), List.of(Doc.space(), doc));
            return;
        }
        boolean body = value.choice() == Doc.Value.Choice.BODY || value.choice() == Doc.Value.Choice.BODY_ALONE;
        int below = t.construct + (body ? BLOCK : CONTINUED);
        boolean whole = below + doc.width() + behind() <= COLUMNS;
        boolean moves = switch (value.choice()) {
            case BODY, BODY_ALONE -> true;
            case NEXT_LINE_IF_WHOLE -> whole;
            case SAME_LINE -> false;
        };
        if (moves || mustEnd()) {
            Indentation by = body ? Indentation.BLOCK : Indentation.CONTINUED;
            tasks.push(t.with(new Doc.Nest(by, Doc.concat(Doc.hardLine(), new Doc.Nest(Indentation.CONTINUED, doc)))));
        } else {
            push(t, List.of(Doc.space(), doc));
        }
    }

    /** Whether a line must end before more code is written. */
    private boolean mustEnd() {
        return remark != null || closed;
    }

    private boolean fits(Doc doc) {
        return !(mustEnd() && doc.measure().breaks()) && hasRoom(doc.width() + behind());
    }

    private boolean hasRoom(int width) {
        return column() + width <= COLUMNS;
    }

    /** The columns that what comes next takes before a line may end. */
    private int behind() {
        int columns = 0;
        for (Task t : tasks) {
            if (t.doc instanceof Fill && t.item > 0) {
                break;
            }
            columns += t.flat ? t.doc.width() : t.doc.measure().lead();
            if (columns > COLUMNS || (!t.flat && t.doc.measure().breaks())) {
                break;
            }
        }
        return columns;
    }

    // Lines

    private int column() {
        return line.length() == 0 ? indent : indent + Measure.columns(line);
    }

    private void write(String text, int indentOfNext) {
        if (closed) {
            newLine(indentOfNext);
        }
        if (line.length() > 0 || !text.isBlank()) {
            line.append(text);
        }
    }

    private void newLine(int indentOfNext) {
        end();
        indent = indentOfNext;
    }

    private void end() {
        // The first line of a file has nothing in front of it to end.
        if (line.length() > 0 || remark != null || !lines.isEmpty()) {
            String code = line.toString().stripTrailing();
            lines.add(new Line(code.isEmpty() ? "" : " ".repeat(indent) + code, remark));
        }
        line.setLength(0);
        remark = null;
        closed = false;
    }

    /** The text; comments behind neighbouring lines begin in the same column. */
    private String text() {
        StringBuilder out = new StringBuilder();
        int next = 0;
        while (next < lines.size()) {
            int start = next;
            int widest = 0;
            while (next < lines.size() && lines.get(next).remark != null) {
                String code = lines.get(next).code;
                widest = Math.max(widest, Measure.columns(code));
                next++;
            }
            for (Line l : lines.subList(start, next)) {
                int blank = widest - Measure.columns(l.code);
                out.append(l.code)
                        .append(" ".repeat(blank + 2))
                        .append(l.remark)
                        .append('\n');
            }
            if (next < lines.size()) {
                out.append(lines.get(next).code).append('\n');
                next++;
            }
        }
        return out.toString();
    }
}
