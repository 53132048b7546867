package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.RandomOps;
import org.nn4j.compiler.program.BatchLoad;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Program.Tensor;
import org.nn4j.compiler.program.Recipe;

/** Collects what a program is made of; what is not set is empty. */
final class ProgramOf {

    private final String name;
    private final List<Program.Interface> inputs = new ArrayList<>();
    private final List<Program.Output> outputs = new ArrayList<>();
    private final List<Recipe.Column> targets = new ArrayList<>();
    private final List<Tensor> parameters = new ArrayList<>();
    private final List<Tensor> states = new ArrayList<>();
    private final List<Program.Fitted> fitted = new ArrayList<>();
    private final List<Recipe.Total> totals = new ArrayList<>();
    private final List<Recipe.Total> fitTotals = new ArrayList<>();
    private final Map<String, Graph> graphs = new LinkedHashMap<>();

    ProgramOf(String name) {
        this.name = name;
    }

    ProgramOf input(String input, Value like) {
        inputs.add(new Program.Interface(input, like.type(), "what " + input + " is"));
        return this;
    }

    ProgramOf output(String output, Value like, @Nullable String predicts) {
        outputs.add(new Program.Output(output, like.type(), "", predicts));
        return this;
    }

    ProgramOf target(String target, Value like) {
        targets.add(new Recipe.Column(
                target, like.type(), BatchLoad.rows(target, like.type()), Map.of("kind", "column", "column", target)));
        return this;
    }

    ProgramOf parameter(String path, long... shape) {
        parameters.add(new Tensor(path, GraphOf.f32(shape)));
        return this;
    }

    List<Tensor> parameters() {
        return parameters;
    }

    ProgramOf state(String path, long... shape) {
        states.add(new Tensor(path, GraphOf.f32(shape)));
        return this;
    }

    ProgramOf fitted(String path, int pass, long... shape) {
        fitted.add(new Program.Fitted(path, GraphOf.f32(shape), pass));
        return this;
    }

    ProgramOf total(Recipe.Kind kind, DType dtype, long... shape) {
        totals.add(new Recipe.Total(GraphOf.type(dtype, shape), kind));
        return this;
    }

    ProgramOf fitTotal(long... shape) {
        fitTotals.add(new Recipe.Total(GraphOf.type(DType.F64, shape), Recipe.Kind.SUM));
        return this;
    }

    /** One of initial, inference, training, evaluation, values, fitting, fitted; it goes by its own name. */
    ProgramOf graph(GraphOf g) {
        Graph built = g.build();
        graphs.put(built.name(), built);
        return this;
    }

    Program build(@Nullable OptimizerRule optimizer) {
        return new Program(
                name,
                "What " + name + " is.",
                inputs,
                outputs,
                List.of(),
                parameters,
                states,
                fitted,
                graphs.getOrDefault("initial", uniform()),
                graph("inference"),
                optimizer == null ? null : recipe(optimizer));
    }

    private Recipe recipe(OptimizerRule optimizer) {
        List<Recipe.Column> feeds = inputs.stream()
                .map(in -> new Recipe.Column(in.name(), in.type(), BatchLoad.rows(in.name(), in.type()), columns()))
                .toList();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("path", "rows.csv");
        data.put("kind", "csv");
        Recipe.Settings settings = new Recipe.Settings(
                data, feeds, targets, List.of("accuracy"), new Recipe.Run(10L, null, 32, 42), null, null);
        return new Recipe(
                name,
                graph("training"),
                graph("evaluation"),
                totals,
                graph("values"),
                fitTotals,
                graph("fitting"),
                graph("fitted"),
                optimizer,
                settings);
    }

    /** With a null, as a source of all columns has. */
    private static Map<String, Object> columns() {
        Map<String, @Nullable Object> source = new LinkedHashMap<>();
        source.put("kind", "columns");
        source.put("only", null);
        source.put("except", List.of("y"));
        return source;
    }

    private Graph graph(String graph) {
        return graphs.getOrDefault(graph, new GraphOf(graph).build());
    }

    /** Matrices uniform in ±1/2, vectors and states zero. */
    private Graph uniform() {
        GraphOf g = new GraphOf("initial");
        Value seed = g.in(DType.I64, "seed");
        Value zero = Constants.scalar(g.b, DType.I64, 0);
        for (Tensor p : parameters) {
            Shape shape = p.type().shape();
            Value start = shape.rank() == 1
                    ? Constants.fill(g.b, DType.F32, 0, shape)
                    : Elementwise.sub(g.b, RandomOps.uniform(g.b, seed, zero, zero, p.path(), shape), g.number(0.5));
            g.out("param." + p.path(), start);
        }
        for (Tensor t : states) {
            g.out(
                    "state." + t.path(),
                    Constants.fill(g.b, DType.F32, 0, t.type().shape()));
        }
        return g.build();
    }
}
