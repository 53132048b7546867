package org.nn4j.compiler.dsl;

import static org.nn4j.compiler.dsl.Nn.arg;
import static org.nn4j.compiler.dsl.Nn.call;
import static org.nn4j.compiler.dsl.Nn.f32;
import static org.nn4j.compiler.dsl.Nn.formal;
import static org.nn4j.compiler.dsl.Nn.i64;
import static org.nn4j.compiler.dsl.Nn.name;
import static org.nn4j.compiler.dsl.Nn.program;
import static org.nn4j.compiler.dsl.Nn.repeatIn;
import static org.nn4j.compiler.dsl.Nn.scan;
import static org.nn4j.compiler.dsl.Nn.type;
import static org.nn4j.compiler.dsl.Nn.value;

import java.util.List;

/** Programs of the samples as one would write them in Java. */
final class SampleModels {
    private static final Term RELU = name("relu");
    private static final Type INT = type("int");
    private static final Type FLOAT = type("float");

    private SampleModels() {}

    /** {@code article/patients.nn}. */
    static NnModel patients() {
        return Nn.model("Patients")
                .input("x", f32("B", 8))
                .let(
                        "logit",
                        name("x")
                                .pipe(
                                        call("Standardize"),
                                        call("Dense", 10, RELU),
                                        call("Dense", 5, RELU),
                                        call("Dense", 1),
                                        call("squeeze", -1)))
                .output("probability", f32("B"), call("sigmoid", name("logit")))
                .train(t -> t.data(call(
                                "csv",
                                "../breast_cancer/breast_cancer.csv",
                                arg("validation", 0.2),
                                arg("split", "stratified")))
                        .feed(
                                "x",
                                call(
                                        "columns",
                                        "mean_radius",
                                        "mean_texture",
                                        "mean_area",
                                        "mean_smoothness",
                                        "mean_concavity",
                                        "worst_radius",
                                        "worst_area",
                                        "worst_concavity"))
                        .target("ill", f32("B"), call("category", "diagnosis", List.of("benign", "malignant")))
                        .loss(call("binary_cross_entropy", name("logit"), name("ill")))
                        .metric("accuracy", call("BinaryAccuracy").call(name("probability"), name("ill")))
                        .optimizer(call("Adam"))
                        .run(arg("epochs", 30), arg("batch", 32), arg("seed", 1)));
    }

    /** {@code digits/cnn.nn}. */
    static NnModel digits() {
        Arg same = arg("padding", "same");
        return Nn.model("DigitsCnn")
                .about(
                        "The article's convolutional network on digits of 8 × 8 pixels. With a border of zeros around each"
                                + " convolution, as its\npictures are larger, all of its layers fit.")
                .input("pixels", f32("B", 64))
                .let(
                        "logits",
                        name("pixels")
                                .over(16)
                                .pipe(
                                        call("reshape", name("B"), 1, 8, 8),
                                        call("Conv2d", 32, 3, RELU, same),
                                        call("MaxPool2d", 2),
                                        call("Conv2d", 64, 3, RELU, same),
                                        call("MaxPool2d", 2),
                                        name("flatten"),
                                        call("Dense", 64, RELU),
                                        call("Dense", 10)))
                .output("probabilities", f32("B", 10), call("softmax", name("logits")))
                .train(t -> t.data(call(
                                "csv",
                                "digits.csv",
                                arg("validation", 0.15),
                                arg("test", 0.15),
                                arg("split", "stratified")))
                        .feed("pixels", call("columns", arg("except", "digit")))
                        .target("digit", i64("B"), call("category", "digit"))
                        .loss(call("cross_entropy", name("logits"), name("digit")))
                        .metric("accuracy", call("Accuracy").call(name("probabilities"), name("digit")))
                        .optimizer(call("Adam", arg("lr", call("cosine", 3e-3))))
                        .run(arg("epochs", 20), arg("batch", 32), arg("seed", 42)));
    }

    /** {@code airline/airline.nn}. */
    static NnModel airline() {
        return Nn.model("Airline")
                .about(
                        "Forecasts next month's airline passengers from the last twelve months, with the article's LSTM.")
                .takes(formal("units", INT, 100))
                .doc("Passengers of twelve months in a row.")
                .input("months", f32("B", 12))
                .let("logs", call("log", name("months")))
                .let("level", call("mean", name("logs"), arg("axis", 1)))
                .let("season", name("logs").minus(call("unsqueeze", name("level"), 1)))
                .let(
                        "change",
                        call("unsqueeze", name("season"), 2)
                                .pipe(
                                        call("Lstm", name("units"), RELU),
                                        name("last"),
                                        call("Dense", 1),
                                        call("squeeze", -1)))
                .doc("Passengers of the month after.")
                .output("forecast", f32("B"), call("exp", name("level").plus(name("change"))))
                .train(t -> t.data(call("csv", "airline_passengers.csv", arg("validation", 0.1), arg("test", 0.2)))
                        .feed("months", call("window", "Passengers", 12))
                        .target("next", f32("B"), call("column", "Passengers"))
                        .loss(call(
                                "squared",
                                name("change"),
                                call("log", name("next")).minus(name("level"))))
                        .metric("mae", call("MAE").call(name("forecast"), name("next")))
                        .optimizer(call("Adam", arg("lr", 1e-3)))
                        .stop(call("plateau", name("val").member("loss"), arg("patience", 50)))
                        .run(arg("epochs", 300), arg("batch", 16), arg("seed", 1)));
    }

    /** {@code shakespeare/gpt.nn}. */
    static NnModel gpt() {
        return Nn.model("Gpt")
                .about(
                        "Continues a text in the manner of Shakespeare: a small GPT (Radford et al. 2018) over characters.")
                .takes(
                        formal("vocab", INT, 65),
                        formal("width", INT, 128),
                        formal("heads", INT, 4),
                        formal("depth", INT, 2),
                        formal("context", INT, 64),
                        formal("drop", FLOAT, 0.0))
                .input("tokens", i64("B", "T"))
                .let("tok", call("Embedding", name("vocab"), name("width")))
                .let("pos", call("Embedding", name("context"), name("width")))
                .let(
                        "h",
                        call("tok", name("tokens"))
                                .plus(call("pos", call("range", name("T"))))
                                .pipe(
                                        repeatIn(
                                                "i",
                                                name("depth"),
                                                call(
                                                        "TransformerBlock",
                                                        name("heads"),
                                                        arg("causal", true),
                                                        arg("drop", name("drop")))),
                                        call("LayerNorm")))
                .let("logits", name("h").matmul(call("transpose", name("tok").member("table"))))
                .output("probabilities", f32("B", "T", "vocab"), call("softmax", name("logits")))
                .train(t -> t.data(call(
                                "text", "shakespeare.txt", arg("context", name("context")), arg("validation", 0.1)))
                        .feed("tokens", call("chars"))
                        .target("next", i64("B", "T"))
                        .loss(call("cross_entropy", name("logits"), name("next")))
                        .metric("accuracy", call("Accuracy").call(name("probabilities"), name("next")))
                        .optimizer(call(
                                "AdamW",
                                arg("lr", call("warmup", 100, call("cosine", 2e-3, arg("floor", 2e-4)))),
                                arg("weight_decay", 0.1)))
                        .clip(call("global_norm", 1.0))
                        .run(arg("steps", 2000), arg("batch", 16), arg("seed", 7)));
    }

    /** {@code shakespeare/rnn.nn}: with a layer of its own, and a scan. */
    static NnProgram rnn() {
        NnModel model = Nn.model("Rnn")
                .about(
                        "Continues a text in the manner of Shakespeare with the article's recurrent network, written out as"
                                + " its equations:\nh_t = f(W_xh x_t + W_hh h_{t-1} + b_h) and y_t = W_hy h_t + b_y (Elman 1990).")
                .takes(formal("vocab", INT, 65), formal("units", INT, 256))
                .input("tokens", i64("B", "T"))
                .let(
                        "logits",
                        name("tokens")
                                .pipe(call("one_hot", name("vocab")), call("Recurrence", name("units"), name("vocab"))))
                .output("probabilities", f32("B", "T", "vocab"), call("softmax", name("logits")))
                .train(t -> t.data(call("text", "shakespeare.txt", arg("context", 64), arg("validation", 0.1)))
                        .feed("tokens", call("chars"))
                        .target("next", i64("B", "T"))
                        .loss(call("cross_entropy", name("logits"), name("next")))
                        .metric("accuracy", call("Accuracy").call(name("probabilities"), name("next")))
                        .optimizer(call(
                                "Adam", arg("lr", call("warmup", 100, call("cosine", 2e-3, arg("floor", 2e-4))))))
                        .clip(call("global_norm", value(1.0)))
                        .run(arg("steps", 4000), arg("batch", 16), arg("seed", 7)));
        Definition recurrence = Nn.layer("Recurrence")
                .takes(formal("units", INT), formal("outputs", INT))
                .on(formal("x", f32("B", "T", "In")))
                .gives(f32("B", "T", "outputs"))
                .param("w_xh", f32("In", "units"), name("glorot_uniform"))
                .param("w_hh", f32("units", "units"), name("orthogonal"))
                .param("b_h", f32("units"), name("zeros"))
                .param("w_hy", f32("units", "outputs"), name("glorot_uniform"))
                .param("b_y", f32("outputs"), name("zeros"))
                .let(
                        "r",
                        scan(List.of("x_t"), name("x"), "T")
                                .carry("h", call("zeros", name("B"), name("units")))
                                .body(step -> step.next(
                                                "h",
                                                call(
                                                        "tanh",
                                                        name("x_t")
                                                                .matmul(name("w_xh"))
                                                                .plus(name("h").matmul(name("w_hh")))
                                                                .plus(name("b_h"))))
                                        .yields(arg(
                                                "y",
                                                name("h").matmul(name("w_hy")).plus(name("b_y"))))))
                .returns(name("r").member("y"));
        return program(model, recurrence);
    }
}
