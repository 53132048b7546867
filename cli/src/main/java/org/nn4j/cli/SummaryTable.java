package org.nn4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.summary.Summary;

/** A summary for people: the layers as a tree in the order of the source, then totals and memory. */
final class SummaryTable {

    private final int depth;
    private final List<List<String>> rows = new ArrayList<>();

    private SummaryTable(int depth) {
        this.depth = depth;
    }

    static String of(Summary s, int depth) {
        SummaryTable t = new SummaryTable(depth);
        t.rows.add(List.of("layer", "output", "parameters", "multiply-adds"));
        s.inputs().forEach(i -> t.rows.add(List.of("input " + i.name(), i.type().toString(), "", "")));
        t.add(s.model(), 0, "", "");
        s.outputs()
                .forEach(o -> t.rows.add(List.of("output " + o.name(), o.type().toString(), "", "")));
        return t.aligned() + totals(s);
    }

    private void add(Summary.Row r, int level, String before, String below) {
        rows.add(List.of(
                before + title(r),
                level == 0 ? "" : r.outputs().stream().map(TensorType::toString).collect(Collectors.joining(", ")),
                r.parameters() == 0 ? "" : number(r.parameters()),
                r.multiplyAdds().is(0) ? "" : number(r.multiplyAdds())));
        boolean folded = r.library() && level >= depth;
        List<Summary.Row> inner = folded ? List.of() : r.inner();
        for (int i = 0; i < inner.size(); i++) {
            boolean last = i == inner.size() - 1;
            add(inner.get(i), level + 1, below + (last ? "└ " : "├ "), below + (last ? "  " : "│ "));
        }
    }

    private static String title(Summary.Row r) {
        if (r.kind().isEmpty()) {
            return "(its own)";
        }
        return r.name().isEmpty() ? r.kind() : r.name() + ": " + r.kind();
    }

    /** Texts to the left, numbers to the right. */
    private String aligned() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String blank = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : "  ").append(i < 2 ? row.get(i) + blank : blank + row.get(i));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static String totals(Summary s) {
        StringBuilder out = new StringBuilder("\n");
        out.append("parameters     ").append(number(s.model().parameters()));
        if (s.notTrained() > 0) {
            out.append(", and ").append(number(s.notTrained())).append(" numbers that are not trained");
        }
        out.append("\nmultiply-adds  ")
                .append(number(s.model().multiplyAdds()))
                .append(" for one row")
                .append(s.sizes().isEmpty() ? "" : ", at " + sizes(s))
                .append('\n');
        Summary.Training t = s.training();
        if (t != null) {
            String moments = t.moments().isEmpty() ? "" : ", " + String.join(" and ", t.moments());
            out.append("training       ")
                    .append(bytes(t.total()))
                    .append(" at batch ")
                    .append(s.batch())
                    .append(", of which weights ")
                    .append(bytes(t.weights()))
                    .append(", gradients ")
                    .append(bytes(t.gradients()))
                    .append(moments.isEmpty() ? "" : moments + " " + bytes(t.momentBytes()))
                    .append(", activations ")
                    .append(bytes(t.activations()))
                    .append('\n');
        }
        Summary.Inference i = s.inference();
        if (i != null) {
            out.append("inference      ")
                    .append(bytes(i.total()))
                    .append(" at batch ")
                    .append(s.batch())
                    .append(": weights ")
                    .append(bytes(i.weights()))
                    .append(", activations ")
                    .append(bytes(i.activations()))
                    .append('\n');
        } else {
            out.append("memory         depends on ")
                    .append(String.join(", ", s.unknown()))
                    .append(": give a size, ")
                    .append(s.unknown().stream().map(n -> "--dim " + n + "=100").collect(Collectors.joining(" ")))
                    .append('\n');
        }
        return out.append(ASSUMPTIONS).toString();
    }

    private static final String ASSUMPTIONS = """

            A product of [m, k] and [k, n] counts m * k * n, a convolution its kernel for each element of its output, a
            scan its body for each step; other operators count nothing. Training and inference are the most that all
            tensors take at a time; in training that is several times the weights and moments, as new ones are made
            beside the old ones. Activations in training are what the backward pass reads of the forward pass. ONNX
            Runtime's memory has gaps, so it takes up to 1.5 times that, convolutions of many rows twice. Not counted:
            the data set, some 100 MiB for Java and ONNX Runtime, and the weights of the best epoch where they are kept.
            """;

    private static String sizes(Summary s) {
        return s.sizes().entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String number(Dim d) {
        return d.isKnown() ? number(d.value()) : d.toString();
    }

    static String bytes(long n) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double v = n;
        int unit = 0;
        while (v >= 1024 && unit < units.length - 1) {
            v /= 1024;
            unit++;
        }
        return unit == 0 ? n + " B" : String.format(Locale.ROOT, v < 10 ? "%.2f %s" : "%.1f %s", v, units[unit]);
    }
}
