package org.nn4j.compiler.syntax.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Statements of a block, one below the other. Neighbours of one kind are written as a table:
 *
 * <pre>{@code
 * param w_x: f32[In, units]    = glorot_uniform
 * param b:   f32[units]        = zeros
 * }</pre>
 *
 * <p>Statements that need several lines, and those that a comment or a blank line separates, are no neighbours.
 */
final class Rows {

    /** What is no row of a table. */
    private static final int NO_KIND = -1;

    /** A statement: its columns, and what follows them. */
    record Row(int kind, List<Doc> cells, Doc rest) {

        static Row single(Doc doc) {
            return new Row(NO_KIND, List.of(), doc);
        }

        private Doc doc(List<Integer> widths) {
            List<Doc> parts = new ArrayList<>();
            for (int i = 0; i < cells.size(); i++) {
                parts.add(cells.get(i));
                parts.add(Doc.text(" "
                        .repeat(Math.max(0, widths.get(i) - cells.get(i).width()) + 1)));
            }
            parts.add(rest);
            return Doc.concat(parts);
        }

        private boolean fits(List<Integer> widths, int columns) {
            return doc(widths).width() <= columns;
        }

        private List<Integer> noWidths() {
            return Collections.nCopies(cells.size(), 0);
        }
    }

    private final int columns;
    private final List<Doc> parts = new ArrayList<>();
    private final List<Row> table = new ArrayList<>();
    private final List<Doc> linesOfTable = new ArrayList<>();

    /** @param columns that a statement may take */
    Rows(int columns) {
        this.columns = columns;
    }

    /**
     * Adds a statement.
     *
     * @param lines what is written before it
     * @param follows whether it stands right below the one before
     */
    void add(Doc lines, Row row, boolean follows) {
        boolean isRow = row.kind != NO_KIND && row.fits(row.noWidths(), columns);
        if (!table.isEmpty()) {
            Row above = table.get(0);
            boolean neighbour = isRow && follows && row.kind == above.kind && row.cells.size() == above.cells.size();
            if (!neighbour) {
                endTable();
            }
        }
        if (isRow) {
            table.add(row);
            linesOfTable.add(lines);
        } else {
            parts.add(lines);
            parts.add(TokenDocs.continued(row.doc(row.noWidths())));
        }
    }

    private void endTable() {
        if (table.isEmpty()) {
            return;
        }
        List<Integer> widest = new ArrayList<>();
        for (int i = 0; i < table.get(0).cells.size(); i++) {
            int cell = i;
            widest.add(table.stream()
                    .mapToInt(r -> r.cells.get(cell).width())
                    .max()
                    .orElse(0));
        }
        boolean fits = table.stream().allMatch(r -> r.fits(widest, columns));
        for (int i = 0; i < table.size(); i++) {
            Row row = table.get(i);
            parts.add(linesOfTable.get(i));
            parts.add(TokenDocs.continued(row.doc(fits ? widest : row.noWidths())));
        }
        table.clear();
        linesOfTable.clear();
    }

    Doc doc() {
        endTable();
        return Doc.concat(parts);
    }
}
