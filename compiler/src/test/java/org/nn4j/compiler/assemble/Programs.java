package org.nn4j.compiler.assemble;

import static org.nn4j.compiler.assemble.GraphOf.f32;
import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.sub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.RandomOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Program.Tensor;
import org.nn4j.compiler.program.Recipe;

/** Programs as elaboration would make them. */
final class Programs {

    private Programs() {}

    /** The article's network: 8 features, relu layers of 10 and 5, one logit; binary cross-entropy and accuracy. */
    static Program mlp(OptimizerRule optimizer) {
        return mlp(optimizer, 8, 10, 5, 1);
    }

    static Program mlp(OptimizerRule optimizer, int... sizes) {
        List<Tensor> parameters = new ArrayList<>();
        for (int i = 1; i < sizes.length; i++) {
            String layer = i == 1 ? "dense" : "dense_" + i;
            parameters.add(new Tensor(layer + ".w", f32(sizes[i - 1], sizes[i])));
            parameters.add(new Tensor(layer + ".b", f32(sizes[i])));
        }
        GraphOf inference = new GraphOf("inference");
        inference.out("output.probability", inference.op(Elementwise.SIGMOID, logit(inference, sizes[0], parameters)));

        TensorType x = new TensorType(DType.F32, Shape.of(GraphOf.B, Dim.of(sizes[0])));
        TensorType rows = new TensorType(DType.F32, Shape.of(GraphOf.B));
        return new Program(
                "Mlp",
                "The classic feed-forward binary classifier.",
                List.of(new Program.Interface("x", x, "")),
                List.of(new Program.Output("probability", rows, "", "y")),
                parameters,
                List.of(),
                List.of(),
                uniform(parameters),
                inference.build(),
                new Recipe(
                        "Mlp",
                        binary("training", sizes[0], parameters),
                        binary("evaluation", sizes[0], parameters),
                        List.of(sum(), sum()),
                        accuracy(),
                        List.of(),
                        new GraphOf("fitting").build(),
                        new GraphOf("fitted").build(),
                        optimizer,
                        settings(
                                List.of(new Recipe.Column("x", x, Map.of("kind", "columns"))),
                                List.of(new Recipe.Column("y", rows, Map.of("kind", "category"))))));
    }

    static Recipe.Total sum(long... shape) {
        return new Recipe.Total(GraphOf.type(DType.F64, shape), Recipe.Kind.SUM);
    }

    static Recipe.Settings settings(List<Recipe.Column> feeds, List<Recipe.Column> targets) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", "csv");
        data.put("path", "patients.csv");
        return new Recipe.Settings(data, feeds, targets, List.of("accuracy"), new Recipe.Run(10L, null, 32, 42), null);
    }

    /** Weights uniform in ±1/2, biases zero. */
    static Graph uniform(List<Tensor> parameters) {
        GraphOf g = new GraphOf("initial");
        Value seed = g.in(DType.I64, "seed");
        Value zero = Constants.scalar(g.b, DType.I64, 0);
        for (Tensor p : parameters) {
            Shape shape = p.type().shape();
            Value start = shape.rank() == 1
                    ? Constants.fill(g.b, DType.F32, 0, shape)
                    : sub(g.b, RandomOps.uniform(g.b, seed, zero, zero, p.path(), shape), g.number(0.5));
            g.out("param." + p.path(), start);
        }
        return g.build();
    }

    private static Value logit(GraphOf g, int features, List<Tensor> parameters) {
        GraphBuilder b = g.b;
        Value h = g.rows("data.x", features);
        for (int i = 0; i < parameters.size(); i += 2) {
            Value w = b.input(
                    "param." + parameters.get(i).path(), parameters.get(i).type());
            Value bias = b.input(
                    "param." + parameters.get(i + 1).path(),
                    parameters.get(i + 1).type());
            h = add(b, MatrixOps.matmul(b, h, w), bias);
            if (i + 2 < parameters.size()) {
                h = g.op(Elementwise.RELU, h);
            }
        }
        return ShapeOps.squeeze(b, h, List.of(1));
    }

    /** Binary cross-entropy from logits, and what accuracy counts. */
    private static Graph binary(String name, int features, List<Tensor> parameters) {
        GraphOf g = new GraphOf(name);
        GraphBuilder b = g.b;
        Value z = logit(g, features, parameters);
        Value y = g.rows("data.y");
        g.out("loss", sub(b, g.op(Elementwise.SOFTPLUS, z), mul(b, z, y)));
        Value hit = Elementwise.equal(
                b, Elementwise.greaterEqual(b, z, g.number(0)), Elementwise.greaterEqual(b, y, g.number(0.5)));
        g.out("total.0", Reduction.sumAll(b, Elementwise.cast(b, hit, DType.F64)));
        g.out("total.1", Elementwise.cast(b, Constants.dim(b, GraphOf.B), DType.F64));
        return g.build();
    }

    private static Graph accuracy() {
        GraphOf g = new GraphOf("values");
        Value hits = g.in(DType.F64, "total.0");
        Value all = g.in(DType.F64, "total.1");
        return g.out("value.accuracy", Elementwise.div(g.b, hits, all)).build();
    }
}
