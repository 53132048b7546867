package org.nn4j.compiler.assemble;

import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.sub;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.elaborate.Elaborate;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
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
import org.nn4j.compiler.source.SourceFile;

/** Programs as elaboration would make them. */
final class Programs {

    private Programs() {}

    /** The program of a text with one model and its recipe. */
    static Program ofText(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Program program = new Elaborate(new SourceFile("test.nn", text), name -> null, diagnostics)
                .elaborate(null, null, Map.of());
        diagnostics.throwIfErrors();
        return Objects.requireNonNull(program);
    }

    /** {@code w · x + b} of three features, the squared error of each row. */
    static Program linear(@Nullable OptimizerRule optimizer) {
        return linear(optimizer, false);
    }

    /** The same with a loss that is one number for the whole batch. */
    static Program linearWithScalarLoss(OptimizerRule optimizer) {
        return linear(optimizer, true);
    }

    private static Program linear(@Nullable OptimizerRule optimizer, boolean scalar) {
        ProgramOf p = new ProgramOf(scalar ? "LinearWithScalarLoss" : "Linear")
                .parameter("w", 3, 1)
                .parameter("b", 1);
        GraphOf inference = new GraphOf("inference");
        Value prediction = dense(inference, inference.rows("data.x", 3), p, 0);
        inference.out("output.prediction", prediction);
        p.input("x", inference.b.input("shape", GraphOf.rowsOf(3))).output("prediction", prediction, "y");
        for (String name : new String[] {"training", "evaluation"}) {
            GraphOf g = new GraphOf(name);
            Value error = sub(g.b, dense(g, g.rows("data.x", 3), p, 0), g.rows("data.y"));
            Value square = mul(g.b, error, error);
            p.graph(g.out("loss", scalar ? Reduction.meanAll(g.b, square) : square));
        }
        return p.target("y", prediction).graph(inference).build(optimizer);
    }

    /** One dense layer to one unit, as a vector over rows. */
    private static Value dense(GraphOf g, Value x, ProgramOf p, int at) {
        return ShapeOps.squeeze(g.b, layer(g, x, p.parameters(), at), List.of(1));
    }

    private static Value layer(GraphOf g, Value x, List<Tensor> parameters, int at) {
        Value w = param(g, parameters.get(at));
        Value bias = param(g, parameters.get(at + 1));
        return add(g.b, MatrixOps.matmul(g.b, x, w), bias);
    }

    private static Value param(GraphOf g, Tensor t) {
        return g.b.input("param." + t.path(), t.type());
    }

    /** The article's network: 8 features, relu layers of 10 and 5, one logit; binary cross-entropy and accuracy. */
    static Program mlp(OptimizerRule optimizer) {
        return mlp(optimizer, 8, 10, 5, 1);
    }

    static Program mlp(OptimizerRule optimizer, int... sizes) {
        ProgramOf p = new ProgramOf("Mlp");
        for (int i = 1; i < sizes.length; i++) {
            String layer = i == 1 ? "dense" : "dense_" + i;
            p.parameter(layer + ".w", sizes[i - 1], sizes[i]).parameter(layer + ".b", sizes[i]);
        }
        GraphOf inference = new GraphOf("inference");
        Value logit = logit(inference, sizes[0], p.parameters());
        inference.out("output.probability", inference.op(Elementwise.SIGMOID, logit));
        GraphOf values = new GraphOf("values");
        values.out("value.accuracy", div(values.b, values.in(DType.F64, "total.0"), values.in(DType.F64, "total.1")));
        return p.input("x", inference.b.input("shape", GraphOf.rowsOf(sizes[0])))
                .output("probability", logit, "y")
                .target("y", logit)
                .total(Recipe.Kind.SUM, DType.F64)
                .total(Recipe.Kind.SUM, DType.F64)
                .graph(inference)
                .graph(binary("training", sizes[0], p.parameters()))
                .graph(binary("evaluation", sizes[0], p.parameters()))
                .graph(values)
                .build(optimizer);
    }

    private static Value logit(GraphOf g, int features, List<Tensor> parameters) {
        Value h = g.rows("data.x", features);
        for (int i = 0; i < parameters.size(); i += 2) {
            h = layer(g, h, parameters, i);
            if (i + 2 < parameters.size()) {
                h = g.op(Elementwise.RELU, h);
            }
        }
        return ShapeOps.squeeze(g.b, h, List.of(1));
    }

    /** Binary cross-entropy from logits, and what accuracy counts. */
    private static GraphOf binary(String name, int features, List<Tensor> parameters) {
        GraphOf g = new GraphOf(name);
        GraphBuilder b = g.b;
        Value z = logit(g, features, parameters);
        Value y = g.rows("data.y");
        g.out("loss", sub(b, g.op(Elementwise.SOFTPLUS, z), mul(b, z, y)));
        Value hit = Elementwise.equal(
                b, Elementwise.greaterEqual(b, z, g.number(0)), Elementwise.greaterEqual(b, y, g.number(0.5)));
        g.out("total.0", Reduction.sumAll(b, cast(b, hit, DType.F64)));
        g.out("total.1", cast(b, Constants.dim(b, GraphOf.B), DType.F64));
        return g;
    }

    /** A linear model whose input is centred by the batch's mean in training, and by a running mean later. */
    static Program centred(OptimizerRule optimizer) {
        ProgramOf p = new ProgramOf("Centred")
                .parameter("dense.w", 3, 1)
                .parameter("dense.b", 1)
                .state("norm.mean", 3);
        GraphOf training = new GraphOf("training");
        GraphBuilder b = training.b;
        Value x = training.rows("data.x", 3);
        Value mean = Reduction.reduce(b, Reduction.MEAN, x, List.of(0), false);
        Value running = training.in("state.norm.mean", 3);
        training.out(
                "state.norm.mean", add(b, mul(b, training.number(0.9), running), mul(b, training.number(0.1), mean)));
        squared(training, sub(b, x, mean), p);
        GraphOf evaluation = new GraphOf("evaluation");
        squared(evaluation, sub(evaluation.b, evaluation.rows("data.x", 3), evaluation.in("state.norm.mean", 3)), p);
        GraphOf inference = new GraphOf("inference");
        Value centred = sub(inference.b, inference.rows("data.x", 3), inference.in("state.norm.mean", 3));
        Value prediction = dense(inference, centred, p, 0);
        inference.out("output.prediction", prediction);
        return p.input("x", x)
                .output("prediction", prediction, "y")
                .target("y", prediction)
                .graph(training)
                .graph(evaluation)
                .graph(inference)
                .build(optimizer);
    }

    private static void squared(GraphOf g, Value x, ProgramOf p) {
        Value error = sub(g.b, dense(g, x, p, 0), g.rows("data.y"));
        g.out("loss", mul(g.b, error, error));
    }

    /** A linear model of standardised features; the deviation depends on the mean, so two passes are needed. */
    static Program standardized(OptimizerRule optimizer) {
        ProgramOf p = new ProgramOf("Standardized")
                .parameter("dense.w", 3, 1)
                .parameter("dense.b", 1)
                .fitted("standardize.mean", 1, 3)
                .fitted("standardize.std", 2, 3)
                .fitTotal(3)
                .fitTotal()
                .fitTotal(3);
        GraphOf inference = new GraphOf("inference");
        Value x = standard(inference);
        Value prediction = dense(inference, x, p, 0);
        inference.out("output.prediction", prediction);
        for (String name : new String[] {"training", "evaluation"}) {
            GraphOf g = new GraphOf(name);
            squared(g, standard(g), p);
            p.graph(g);
        }
        GraphOf fitting = new GraphOf("fitting");
        GraphBuilder b = fitting.b;
        Value all = fitting.rows("data.x", 3);
        Value off = sub(b, all, fitting.in("fitted.standardize.mean", 3));
        fitting.out("fit.0", Reduction.sum(b, cast(b, all, DType.F64), List.of(0), false))
                .out("fit.1", cast(b, Constants.dim(b, GraphOf.B), DType.F64))
                .out("fit.2", Reduction.sum(b, cast(b, mul(b, off, off), DType.F64), List.of(0), false));
        GraphOf fitted = new GraphOf("fitted");
        Value count = fitted.in(DType.F64, "fit.1");
        Value mean = div(fitted.b, fitted.in(DType.F64, "fit.0", 3), count);
        Value variance = div(fitted.b, fitted.in(DType.F64, "fit.2", 3), count);
        fitted.out("fitted.standardize.mean", cast(fitted.b, mean, DType.F32))
                .out("fitted.standardize.std", cast(fitted.b, fitted.op(Elementwise.SQRT, variance), DType.F32));
        return p.input("x", x)
                .output("prediction", prediction, "y")
                .target("y", prediction)
                .graph(inference)
                .graph(fitting)
                .graph(fitted)
                .build(optimizer);
    }

    private static Value standard(GraphOf g) {
        Value centred = sub(g.b, g.rows("data.x", 3), g.in("fitted.standardize.mean", 3));
        return div(g.b, centred, add(g.b, g.in("fitted.standardize.std", 3), g.number(1e-6)));
    }

    /** A linear model with noise on its input in training: a function of seed, step and place in the batch. */
    static Program noisy(OptimizerRule optimizer) {
        ProgramOf p = new ProgramOf("Noisy").parameter("dense.w", 3, 1).parameter("dense.b", 1);
        GraphOf training = new GraphOf("training");
        Value x = training.rows("data.x", 3);
        Value noise = RandomOps.uniform(
                training.b,
                training.in(DType.I64, "seed"),
                training.in(DType.I64, "step"),
                training.in(DType.I64, "position"),
                "noise",
                x.shape());
        squared(training, add(training.b, x, noise), p);
        GraphOf evaluation = new GraphOf("evaluation");
        squared(evaluation, evaluation.rows("data.x", 3), p);
        GraphOf inference = new GraphOf("inference");
        Value prediction = dense(inference, inference.rows("data.x", 3), p, 0);
        return p.input("x", x)
                .output("prediction", prediction, "y")
                .target("y", prediction)
                .graph(training)
                .graph(evaluation)
                .graph(inference.out("output.prediction", prediction))
                .build(optimizer);
    }

    /** A linear model with totals of every kind: a sum, a vector of sums, the largest and the smallest of something. */
    static Program counted(OptimizerRule optimizer) {
        ProgramOf p = new ProgramOf("Counted")
                .parameter("dense.w", 3, 1)
                .parameter("dense.b", 1)
                .total(Recipe.Kind.SUM, DType.F64)
                .total(Recipe.Kind.SUM, DType.F64, 3)
                .total(Recipe.Kind.MAX, DType.F32, 3)
                .total(Recipe.Kind.MIN, DType.I64);
        GraphOf inference = new GraphOf("inference");
        Value x = inference.rows("data.x", 3);
        Value prediction = dense(inference, x, p, 0);
        inference.out("output.prediction", prediction);
        for (String name : new String[] {"training", "evaluation"}) {
            GraphOf g = new GraphOf(name);
            Value rows = g.rows("data.x", 3);
            squared(g, rows, p);
            Value wide = cast(g.b, rows, DType.F64);
            g.out("total.0", Reduction.sumAll(g.b, wide))
                    .out("total.1", Reduction.sum(g.b, wide, List.of(0), false))
                    .out("total.2", Reduction.reduce(g.b, Reduction.MAX, rows, List.of(0), false))
                    .out(
                            "total.3",
                            Reduction.reduce(g.b, Reduction.MIN, cast(g.b, rows, DType.I64), List.of(0, 1), false));
            p.graph(g);
        }
        GraphOf values = new GraphOf("values");
        values.out("value.sum", values.in(DType.F64, "total.0"))
                .out("value.sums", values.in(DType.F64, "total.1", 3))
                .out("value.largest", cast(values.b, values.in(DType.F32, "total.2", 3), DType.F64))
                .out("value.smallest", cast(values.b, values.in(DType.I64, "total.3"), DType.F64));
        return p.input("x", x)
                .output("prediction", prediction, "y")
                .target("y", prediction)
                .graph(inference)
                .graph(values)
                .build(optimizer);
    }
}
