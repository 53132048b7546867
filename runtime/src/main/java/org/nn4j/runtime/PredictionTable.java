package org.nn4j.runtime;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.Recipe;

/** Predictions as the columns of a CSV file. */
final class PredictionTable {

    private final List<String> names = new ArrayList<>();
    private final List<IntFunction<String>> cells = new ArrayList<>();
    private final char delimiter;
    private final char decimal;
    private int rows;

    PredictionTable(List<String> rowNames, List<PredictedOutput> outputs, @Nullable Recipe recipe) {
        CsvSpec csv = recipe != null && recipe.data() instanceof CsvSpec spec ? spec : null;
        delimiter = csv == null ? ',' : csv.delimiter();
        decimal = csv == null ? '.' : csv.decimal();
        if (!rowNames.isEmpty()) {
            add("file", rowNames::get);
        }
        outputs.forEach(this::add);
    }

    private void add(PredictedOutput output) {
        String name = output.port().name();
        rows = Math.max(rows, output.values().rows());
        if (output.namesClasses()) {
            add(output.column(), output::className);
        } else if (!output.column().isEmpty()) {
            add(output.column(), number(output.values(), 0));
            return;
        }
        int width = width(output.values());
        for (int i = 0; i < width; i++) {
            String suffix = output.namesClasses() && width > 1 ? output.names().get(i) : String.valueOf(i);
            add(width == 1 ? name : name + "." + suffix, number(output.values(), i));
        }
    }

    /** Adds a column; where its name is taken, a number is put behind it. */
    private void add(String name, IntFunction<String> cell) {
        String free = name;
        for (int i = 2; names.contains(free); i++) {
            free = name + "." + i;
        }
        names.add(free);
        cells.add(cell);
    }

    /** The number of values in a row. */
    private static int width(Tensor values) {
        long[] shape = values.shape();
        return (int) Tensor.elements(Arrays.copyOfRange(shape, Math.min(1, shape.length), shape.length));
    }

    private IntFunction<String> number(Tensor values, int position) {
        ByteBuffer bytes = values.bytes();
        int width = width(values);
        return row -> {
            int i = row * width + position;
            return switch (values.dtype()) {
                case F32 -> real(Float.toString(bytes.getFloat(i * Float.BYTES)));
                case F64 -> real(Double.toString(bytes.getDouble(i * Double.BYTES)));
                case I32 -> Integer.toString(bytes.getInt(i * Integer.BYTES));
                case I64 -> Long.toString(bytes.getLong(i * Long.BYTES));
                case U8 -> Integer.toString(bytes.get(i) & 0xFF);
                case BOOL -> Boolean.toString(bytes.get(i) != 0);
            };
        };
    }

    private String real(String text) {
        return decimal == '.' ? text : text.replace('.', decimal);
    }

    /**
     * Writes the rows.
     *
     * @param header whether the names of the columns come first
     */
    void write(Writer to, boolean header) throws IOException {
        try {
            @SuppressWarnings("resource") // The writer belongs to the caller, and nothing is left in a buffer.
            CsvWriter csv = CsvWriter.builder()
                    .fieldSeparator(delimiter)
                    .lineDelimiter(LineDelimiter.LF)
                    .build(to);
            if (header) {
                csv.writeRecord(names);
            }
            for (int row = 0; row < rows; row++) {
                int current = row;
                csv.writeRecord(cells.stream().map(cell -> cell.apply(current)).toList());
            }
            csv.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
    }
}
