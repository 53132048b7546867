package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;
import org.nn4j.compiler.source.SourceFile;

/** A program with values for all that it keeps: those it starts with, unless a test sets others. */
final class Elaborated {
    private final Program program;
    private final Map<String, NdArray> values = new LinkedHashMap<>();

    private Elaborated(Program program) {
        this.program = program;
        values.put("seed", NdArray.scalar(DType.I64, 1));
        values.put("step", NdArray.scalar(DType.I64, 1));
        values.put("position", NdArray.scalar(DType.I64, 0));
        values.putAll(ReferenceEvaluator.evaluate(program.initial(), inputs(program.initial())));
        for (Program.Fitted f : program.fitted()) {
            values.put("fitted." + f.path(), zeros(f.type()));
        }
    }

    static Elaborated of(String text) {
        return of(text, null, null, Map.of());
    }

    static Elaborated of(String text, @Nullable String model, @Nullable String recipe, Map<String, String> settings) {
        return of(text, model, recipe, settings, Map.of());
    }

    static Elaborated of(
            String text,
            @Nullable String model,
            @Nullable String recipe,
            Map<String, String> settings,
            Map<String, String> modules) {
        return new Elaborated(program(text, model, recipe, settings, modules));
    }

    /** Without values, for what is too large to be computed by the reference. */
    static Program program(String text) {
        return program(text, null, null, Map.of(), Map.of());
    }

    private static Program program(
            String text,
            @Nullable String model,
            @Nullable String recipe,
            Map<String, String> settings,
            Map<String, String> modules) {
        Diagnostics diagnostics = new Diagnostics();
        Elaborate source = new Elaborate(
                new SourceFile("test.nn", text),
                name -> modules.containsKey(name)
                        ? new SourceFile(name + ".nn", Objects.requireNonNull(modules.get(name)))
                        : null,
                diagnostics);
        source.checkDeclarations();
        Program program = source.elaborate(model, recipe, settings);
        diagnostics.throwIfErrors();
        return Objects.requireNonNull(program);
    }

    /** What is said about a text that is wrong. */
    static String report(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Elaborate source = new Elaborate(new SourceFile("test.nn", text), name -> null, diagnostics);
        source.checkDeclarations();
        for (String model : source.models()) {
            source.elaborate(model, null, Map.of());
        }
        return DiagnosticPrinter.plain().print(diagnostics.sorted(), 0);
    }

    Program program() {
        return program;
    }

    Recipe recipe() {
        return Objects.requireNonNull(program.recipe());
    }

    List<String> parameters() {
        return program.parameters().stream().map(Program.Tensor::path).toList();
    }

    NdArray get(String port) {
        return Objects.requireNonNull(values.get(port), port);
    }

    Elaborated set(String port, NdArray value) {
        values.put(port, value);
        return this;
    }

    /** Sets a value of f32. */
    Elaborated set(String port, int[] sizes, double... elements) {
        return set(port, NdArray.of(DType.F32, sizes, elements));
    }

    NdArray output(String name) {
        return Objects.requireNonNull(run(program.inference()).get("output." + name));
    }

    Map<String, NdArray> run(Graph graph) {
        return ReferenceEvaluator.evaluate(graph, inputs(graph));
    }

    /** What a graph of this program needs to know. */
    Map<String, NdArray> inputs(Graph graph) {
        Map<String, NdArray> inputs = new LinkedHashMap<>();
        graph.inputs().forEach(p -> inputs.put(p.name(), get(p.name())));
        return inputs;
    }

    /** Metrics over batches; each sets the data of one. */
    Map<String, NdArray> metrics(List<Runnable> batches) {
        accumulate(recipe().totals(), recipe().evaluation(), "total.", batches);
        return run(recipe().values());
    }

    /** Fits the statistics to batches, in as many passes as they need. */
    void fit(List<Runnable> batches) {
        for (int pass = 1; pass <= program.fitPasses(); pass++) {
            accumulate(recipe().fitTotals(), recipe().fitting(), "fit.", batches);
            values.putAll(run(recipe().fittedValues()));
        }
    }

    private void accumulate(List<Recipe.Total> totals, Graph graph, String prefix, List<Runnable> batches) {
        List<double[]> sums = new ArrayList<>();
        for (Recipe.Total t : totals) {
            double[] start = zeros(t.type(), 0).elements();
            Arrays.fill(start, t.start());
            sums.add(start);
        }
        for (Runnable batch : batches) {
            batch.run();
            Map<String, NdArray> parts = run(graph);
            for (int i = 0; i < totals.size(); i++) {
                double[] part = Objects.requireNonNull(parts.get(prefix + i)).elements();
                double[] sum = sums.get(i);
                if (totals.get(i).kind() == Recipe.Kind.ROWS) {
                    sums.set(
                            i,
                            DoubleStream.concat(Arrays.stream(sum), Arrays.stream(part))
                                    .toArray());
                    continue;
                }
                for (int k = 0; k < sum.length; k++) {
                    sum[k] = switch (totals.get(i).kind()) {
                        case SUM -> sum[k] + part[k];
                        case MIN -> Math.min(sum[k], part[k]);
                        case MAX -> Math.max(sum[k], part[k]);
                        case ROWS -> throw new IllegalStateException();
                    };
                }
            }
        }
        for (int i = 0; i < totals.size(); i++) {
            TensorType type = totals.get(i).type();
            int each = zeros(type, 1).elements().length;
            values.put(prefix + i, zeros(type, sums.get(i).length / each).withElements(sums.get(i)));
        }
    }

    private static NdArray zeros(TensorType type) {
        return zeros(type, 0);
    }

    /** @param rows how many were collected, where the type leaves it open */
    private static NdArray zeros(TensorType type, int rows) {
        int[] sizes = type.shape().dims().stream()
                .mapToInt(d -> d.isKnown() ? Math.toIntExact(d.value()) : rows)
                .toArray();
        return NdArray.zeros(type.dtype(), sizes);
    }
}
