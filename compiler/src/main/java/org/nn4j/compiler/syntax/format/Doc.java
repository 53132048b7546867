package org.nn4j.compiler.syntax.format;

import java.util.List;

/**
 * A text with the places where its lines may end, after Wadler, "A prettier printer", 2003. {@link Layout} decides where
 * they do.
 */
sealed interface Doc {

    static Doc nothing() {
        return concat(List.of());
    }

    static Doc space() {
        return text(" ");
    }

    /** A line always ends here. */
    static Doc hardLine() {
        return new HardLine(false);
    }

    /** The same, and an empty line follows. */
    static Doc blankLine() {
        return new HardLine(true);
    }

    Measure measure();

    default int width() {
        return measure().width();
    }

    static Doc text(String text) {
        return new Text(text, Measure.text(text));
    }

    static Doc concat(Doc... parts) {
        return concat(List.of(parts));
    }

    static Doc concat(List<Doc> parts) {
        return parts.size() == 1
                ? parts.get(0)
                : new Concat(
                        List.copyOf(parts), parts.stream().map(Doc::measure).reduce(Measure.NOTHING, Measure::then));
    }

    /** Text without line breaks. */
    record Text(String text, Measure measure) implements Doc {}

    /** Text with a comment behind it, which is written at the end of the line; the line ends where it next may. */
    record Remarked(String text, String remark) implements Doc {
        @Override
        public Measure measure() {
            int width = Measure.columns(text);
            return new Measure(width, false, true, width);
        }
    }

    /** A comment on a line of its own. */
    record OwnLine(String text) implements Doc {
        @Override
        public Measure measure() {
            return new Measure(Measure.UNBOUNDED, true, true, 0);
        }
    }

    /** A line ends here, or else this is a space. */
    record Line() implements Doc {
        @Override
        public Measure measure() {
            return new Measure(1, true, false, 0);
        }
    }

    /** A line always ends here. */
    record HardLine(boolean blank) implements Doc {
        @Override
        public Measure measure() {
            return new Measure(Measure.UNBOUNDED, true, false, 0);
        }
    }

    /** One after the other. */
    record Concat(List<Doc> parts, Measure measure) implements Doc {}

    /** On one line if there is room; otherwise each {@link Line} right in it ends one. */
    record Group(Doc doc) implements Doc {
        static Group of(Doc... parts) {
            return new Group(concat(parts));
        }

        @Override
        public Measure measure() {
            return doc.measure();
        }
    }

    /** Says where lines that begin in it are indented to. */
    record Nest(Indentation by, Doc doc) implements Doc {
        @Override
        public Measure measure() {
            return doc.measure();
        }
    }

    /** How far lines are indented, from the indentation of the construct that they stand in. */
    enum Indentation {
        /** Four more: they go on from the line before. */
        CONTINUED,
        /** Four more, and what stands here is a construct of its own. */
        HANGING,
        /** Two more, and what stands here is a construct of its own. */
        BLOCK,
        /** As the construct. */
        SAME,
        /** To the column where this begins. */
        COLUMN,
        /** To the column where this begins, and what stands here is a construct of its own. */
        ALIGNED
    }

    /**
     * As many items on a line as there is room for; a new line also begins where one was written.
     *
     * @param between what stands between two items on one line
     */
    record Fill(List<Item> items, String between, Measure measure) implements Doc {

        /** @param newLine whether it was written at the start of a line */
        record Item(Doc doc, boolean newLine) {}

        static Fill of(List<Item> items, String between) {
            Measure gap = new Measure(between.length(), true, false, 0);
            Measure all = items.get(0).doc().measure();
            for (Item item : items.subList(1, items.size())) {
                all = all.then(gap).then(item.doc().measure());
            }
            return new Fill(List.copyOf(items), between, all);
        }
    }

    /**
     * A list in brackets: on one line, or else filled lines, aligned behind the opening bracket or hanging below it.
     *
     * @param hanging whether it was written with the end of a line behind the opening bracket
     */
    record Bracketed(Doc open, Fill items, Doc close, boolean hanging, Measure measure) implements Doc {
        static Bracketed of(Doc open, Fill items, Doc close, boolean hanging) {
            Measure flat = open.measure().then(items.measure()).then(close.measure());
            int lead = hanging ? open.measure().lead() : flat.lead();
            Measure measure = new Measure(flat.width(), flat.breaks() || hanging, flat.comment(), lead);
            return new Bracketed(open, items, close, hanging, open.measure().comment() ? measure.broken() : measure);
        }

        int widestItem() {
            return items.items().stream()
                    .mapToInt(i -> i.doc().width())
                    .filter(w -> w < Measure.UNBOUNDED)
                    .max()
                    .orElse(0);
        }
    }

    /** What stands behind a {@code =}: on the same line if there is room, and if not as the choice says. */
    record Value(Doc doc, Choice choice, Measure measure) implements Doc {

        enum Choice {
            /** It begins on the line of the sign and breaks inside. */
            SAME_LINE,
            /** It moves to the next line if one line is enough for it there. */
            NEXT_LINE_IF_WHOLE,
            /** It moves to the next line, as the body of a function does. */
            BODY,
            /** It always stands on the next line: it was written so. */
            BODY_ALONE
        }

        static Value of(Doc doc, Choice choice) {
            Measure flat = space().measure().then(doc.measure());
            int lead = choice == Choice.SAME_LINE ? flat.lead() : 0;
            int width = choice == Choice.BODY_ALONE ? Measure.UNBOUNDED : flat.width();
            return new Value(doc, choice, new Measure(width, true, flat.comment(), lead));
        }
    }
}
