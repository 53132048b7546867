package org.nn4j.runtime.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.CsvSpec.Missing.Rule;

/**
 * Hands the cells of files to the gathers that the header of the first calls for; it keeps no text of its own. Files
 * have the same columns, in any order. Rows are kept in the gathers or, one by one, in a file of records.
 */
final class CsvRows extends AbstractBaseCsvCallbackHandler<Object> {

    private Place file = Place.NOWHERE;
    private final CsvSpec spec;
    private final Purpose purpose;
    private final boolean onDisk;
    private final Function<Header, Layout> toLayout;

    private final List<String> headerCells = new ArrayList<>();
    private @Nullable Layout layout;
    private @Nullable Header first;
    private final List<Gather> gathers = new ArrayList<>();
    private boolean inHeader = true;
    private Layout.Use[][] uses = {};
    private String[] names = {};
    private int[] lines = new int[1024];
    private int rows;
    private @Nullable RecordFile records;
    private final List<Place> files = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();

    private boolean skip;
    private boolean blank;
    private @Nullable CellFault fault;

    private CsvRows(CsvSpec spec, Purpose purpose, boolean onDisk, Function<Header, Layout> toLayout) {
        this.spec = spec;
        this.purpose = purpose;
        this.onDisk = onDisk;
        this.toLayout = toLayout;
    }

    /** Reads files into memory as {@code spec} says; a prediction leaves no row out. */
    static CsvTable read(List<Path> files, CsvSpec spec, Purpose purpose, Function<Header, Layout> toLayout) {
        var rows = new CsvRows(spec, purpose, false, toLayout);
        try {
            CsvParsing.read(files, spec, rows);
        } catch (OutOfMemoryError e) {
            throw new UserException(
                    rows.place(),
                    "the data does not fit into memory, up to this row it did",
                    "Start Java with a larger -Xmx"
                            + (purpose == Purpose.PREDICTION
                                    ? ", or give fewer rows at a time."
                                    : ", or say csv(…, stream = 65_536), which keeps rows on disk."),
                    e);
        }
        Layout layout = Objects.requireNonNull(rows.layout);
        return new CsvTable(
                List.copyOf(rows.files),
                rows.starts(),
                layout.gathers(),
                layout.weights(),
                Arrays.copyOf(rows.lines, rows.rows));
    }

    /** The same, to disk, where {@code spec} says how many rows are to be looked at together. */
    static RowsOnDisk store(List<Path> files, CsvSpec spec, Purpose purpose, Function<Header, Layout> toLayout) {
        var rows = new CsvRows(spec, purpose, true, toLayout);
        try {
            CsvParsing.read(files, spec, rows);
            Layout layout = Objects.requireNonNull(rows.layout);
            return new RowsOnDisk(
                    List.copyOf(rows.files),
                    rows.starts(),
                    layout.gathers(),
                    layout.weights(),
                    spec.stream(),
                    Objects.requireNonNull(rows.records));
        } catch (RuntimeException | Error e) {
            if (rows.records != null) {
                rows.records.close();
            }
            throw e;
        }
    }

    private int[] starts() {
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Begins a file. */
    void begin(Place next) {
        file = next;
        files.add(next);
        starts.add(rows);
        headerCells.clear();
        inHeader = true;
    }

    /** Ends a file; it is an error if there is nothing in it. */
    void end() {
        if (inHeader) {
            throw new UserException(
                    file, "the file is empty", "Its first line holds the names of the columns, each other line a row.");
        }
        if (rows == starts.get(starts.size() - 1)) {
            throw new UserException(
                    file.line(1), "there is no row below the names of the columns", "Give at least one row.");
        }
    }

    /** The line on which the current row begins. */
    Place place() {
        return file.line(getStartingLineNumber());
    }

    @Override
    protected void handleBegin(long line) {
        skip = false;
        blank = true;
        fault = null;
        gathers.forEach(Gather::beginRow);
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        int from = offset;
        int to = offset + length;
        while (from < to && buffer[from] <= ' ') {
            from++;
        }
        while (to > from && buffer[to - 1] <= ' ') {
            to--;
        }
        blank &= from == to && !quoted;
        if (inHeader) {
            int start = index == 0 && from < to && buffer[from] == '\uFEFF' ? from + 1 : from;
            headerCells.add(new String(buffer, start, to - start));
        } else if (index < uses.length) {
            for (Layout.Use use : uses[index]) {
                take(index, use, buffer, from, to);
            }
        }
    }

    private void take(int index, Layout.Use use, char[] buffer, int from, int to) {
        Cell cell = use.gather().take(use.position(), buffer, from, to);
        if (cell == Cell.TAKEN) {
            return;
        }
        Rule rule = spec.missing().rule();
        if (cell == Cell.EMPTY && rule == Rule.SKIP && purpose != Purpose.PREDICTION) {
            skip = true;
        } else if (cell == Cell.WRONG
                || rule == Rule.ERROR
                || rule == Rule.SKIP
                || !use.gather().fillsEmptyCells()) {
            fault = fault == null ? new CellFault(use.gather(), index, new String(buffer, from, to - from)) : fault;
        }
    }

    /** Ends a row. What is wrong with a cell is reported only here: where cells are too few, it comes from that. */
    @Override
    protected @Nullable Object buildRecord() {
        if (getRecordType() == RecordType.EMPTY || (blank && getFieldCount() == 1)) {
            if (inHeader) {
                headerCells.clear();
            }
            return null;
        }
        if (inHeader) {
            readHeader();
            return null;
        }
        if (getFieldCount() != names.length) {
            throw new UserException(
                    place(),
                    "the row has " + Quote.count(getFieldCount(), "cell") + ", the first line names "
                            + Quote.count(names.length, "column"),
                    "Give the row a cell for each column; put quotes around a cell that holds "
                            + Quote.text(String.valueOf(spec.delimiter())) + ".");
        }
        if (fault != null) {
            throw fault.toException(place().column(names[fault.column()]), spec, purpose);
        }
        if (!skip) {
            keepRow();
        }
        return null;
    }

    private void readHeader() {
        var header = new Header(place(), headerCells, spec.delimiter());
        if (layout == null || first == null) {
            layout = toLayout.apply(header);
            first = header;
            gathers.addAll(layout.gathers());
            if (layout.weights() != null) {
                gathers.add(layout.weights());
            }
            records = onDisk ? RowsOnDisk.file(gathers) : null;
        } else {
            header.requireSame(first);
        }
        names = headerCells.toArray(String[]::new);
        List<List<Layout.Use>> all = layout.uses();
        Header order = first;
        uses = headerCells.stream()
                .map(name -> all.get(order.require(name)).toArray(Layout.Use[]::new))
                .toArray(Layout.Use[][]::new);
        inHeader = false;
    }

    private void keepRow() {
        if (records != null) {
            RowsOnDisk.store(gathers, (int) getStartingLineNumber(), records);
            rows++;
            return;
        }
        if (rows == lines.length) {
            lines = Arrays.copyOf(lines, rows * 2);
        }
        lines[rows++] = (int) getStartingLineNumber();
        gathers.forEach(Gather::keepRow);
    }
}
