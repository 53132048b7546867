package org.nn4j.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.CompiledTest;
import org.nn4j.compiler.program.TestProgram;
import org.nn4j.runtime.data.Tensor;

/** What is said about the checks of a test that do not hold. */
final class CheckReport {

    private static final int MAX_ELEMENTS = 12;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, Tensor> outputs;

    private CheckReport(Map<String, Tensor> outputs) {
        this.outputs = outputs;
    }

    /** The lines; none where all checks hold. */
    static List<String> of(CompiledTest test, Map<String, Tensor> outputs) {
        CheckReport report = new CheckReport(outputs);
        for (int i = 0; i < test.checks().size(); i++) {
            report.add(test.checks().get(i), i);
        }
        return report.lines;
    }

    private void add(TestProgram.Check check, int number) {
        Tensor held = outputs.get(TestProgram.output(number));
        int place = held == null ? 0 : firstZero(held);
        if (held == null ? Boolean.TRUE.equals(check.known()) : place < 0) {
            return;
        }
        lines.add(check.condition() + ": check " + source(check.condition().text()));
        Map<String, String> sides = new LinkedHashMap<>();
        for (int j = 0; j < check.sides().size(); j++) {
            TestProgram.Side side = check.sides().get(j);
            Tensor value = outputs.get(TestProgram.output(number, j));
            String name = source(side.source().text());
            String text = value == null ? Objects.requireNonNull(side.known()) : text(value, held, place);
            if (!text.equals(name)) {
                sides.put(name, text);
            }
        }
        int width = sides.keySet().stream().mapToInt(String::length).max().orElse(0);
        sides.forEach((name, text) -> lines.add("  " + name + " ".repeat(width - name.length()) + " is " + text));
    }

    private static String source(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** The place of the first element that is false, or -1. */
    private static int firstZero(Tensor held) {
        for (int i = 0; i < held.size(); i++) {
            if (held.bytes().get(i) == 0) {
                return i;
            }
        }
        return -1;
    }

    /** A tensor's elements, or the first ones, and the one where the check fails. */
    private static String text(Tensor value, @Nullable Tensor held, int place) {
        if (value.shape().length == 0) {
            return element(value, 0);
        }
        String some = IntStream.range(0, Math.min(MAX_ELEMENTS, value.size()))
                .mapToObj(i -> element(value, i))
                .collect(Collectors.joining(", ", "[", value.size() > MAX_ELEMENTS ? ", …]" : "]"));
        String whole = value.dtype().name().toLowerCase(Locale.ROOT) + Arrays.toString(value.shape()) + " " + some;
        boolean alike = held != null && Arrays.equals(held.shape(), value.shape());
        return alike ? whole + ", " + element(value, place) + " at " + index(place, value.shape()) : whole;
    }

    private static String index(int place, long[] shape) {
        long[] index = new long[shape.length];
        long rest = place;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return Arrays.toString(index);
    }

    private static String element(Tensor t, int i) {
        return switch (t.dtype()) {
            case F32 -> Float.toString(t.bytes().getFloat(4 * i));
            case F64 -> Double.toString(t.bytes().getDouble(8 * i));
            case I64 -> Long.toString(t.bytes().getLong(8 * i));
            case I32 -> Integer.toString(t.bytes().getInt(4 * i));
            case U8 -> Integer.toString(Byte.toUnsignedInt(t.bytes().get(i)));
            case BOOL -> Boolean.toString(t.bytes().get(i) != 0);
        };
    }
}
