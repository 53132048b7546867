package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nn4j.compiler.dsl.Nn.arg;
import static org.nn4j.compiler.dsl.Nn.call;
import static org.nn4j.compiler.dsl.Nn.f32;
import static org.nn4j.compiler.dsl.Nn.name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.build.TestOutcome;
import org.nn4j.compiler.CompiledTest;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.dsl.Nn;
import org.nn4j.compiler.dsl.NnModel;
import org.nn4j.compiler.dsl.Term;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.data.Tensor;

/** Programs that are built in Java are trained, asked and tested like those of files. */
final class BuiltInJavaTest {

    @TempDir
    Path temp;

    /** A hidden layer for each width: what a search over architectures builds. */
    private static NnModel ring(int... widths) {
        Term h = name("x");
        for (int width : widths) {
            h = h.pipe(call("Dense", width, name("tanh")));
        }
        return Nn.model("Ring")
                .input("x", f32("B", 2))
                .let("logit", h.pipe(call("Dense", 1), call("squeeze", -1)))
                .output("p", f32("B"), call("sigmoid", name("logit")))
                .train(t -> t.data(call("csv", "ring.csv", arg("test", 0.25)))
                        .feed("x", call("columns", "a", "b"))
                        .target("inside", f32("B"), call("column", "inside"))
                        .loss(call("binary_cross_entropy", name("logit"), name("inside")))
                        .metric("accuracy", call("BinaryAccuracy").call(name("p"), name("inside")))
                        .optimizer(call("Adam", arg("lr", 0.02)))
                        .run(arg("epochs", 60), arg("batch", 32), arg("seed", 1)));
    }

    private void writeRing() throws IOException {
        var random = new Random(1);
        var csv = new StringBuilder("a,b,inside\n");
        for (int i = 0; i < 400; i++) {
            double a = 2 * random.nextDouble() - 1;
            double b = 2 * random.nextDouble() - 1;
            csv.append(a)
                    .append(',')
                    .append(b)
                    .append(',')
                    .append(a * a + b * b < 0.6 ? 1 : 0)
                    .append('\n');
        }
        Files.writeString(temp.resolve("ring.csv"), csv);
    }

    private double accuracy(Path folder, int... widths) throws IOException {
        ring(widths).compile(NnCompiler.Options.DEFAULT).write(folder);
        try (Trainer trainer = Trainer.open(folder, new TrainOptions().base(temp))) {
            double accuracy = trainer.train()
                    .splits()
                    .getOrDefault("test", MetricValues.NONE)
                    .number("accuracy");
            trainer.save(folder);
            return accuracy;
        }
    }

    @Test
    void aHiddenLayerFindsTheRing() throws IOException {
        writeRing();
        double straight = accuracy(temp.resolve("straight"));
        double bent = accuracy(temp.resolve("bent"), 8, 8);
        assertTrue(straight < 0.7, "a line cannot part a disc from what is around it: " + straight);
        assertTrue(bent > 0.9, "" + bent);
        try (Model model = Model.load(temp.resolve("bent"))) {
            float[] p = model.predict(Map.of("x", Tensor.of(new float[] {0, 0, 1, 1}, 2, 2)))
                    .output("p")
                    .toFloats();
            assertTrue(p[0] > 0.5 && p[1] < 0.5, p[0] + " " + p[1]);
        }
    }

    @Test
    void itsTestsRun() throws IOException {
        var program = Nn.program(
                Nn.test("holds")
                        .let("a", call("softmax", call("ones", 2, 4)))
                        .check(call("close", call("sum", name("a"), arg("axis", -1)), 1)),
                Nn.test("does not hold").check(call("close", call("sum", call("ones", 2)), 3)));
        List<Boolean> passed = new ArrayList<>();
        for (CompiledTest test : program.tests()) {
            passed.add(TestOutcome.of(test).passed());
        }
        assertEquals(List.of(true, false), passed);
    }
}
