package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.MetricValues;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.Predictions;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;

/** From a folder of arrays to predictions. */
class NumpyTest {

    private static final String PROGRAM = """
            model Bright {
              input image: f32[B, 1, 2, 2]
              input even: bool[B]
              input number: i32[B]
              let seen = image |> flatten |> Dense(2)
              let logits = where(unsqueeze(even, 1), seen + 0 * cast(unsqueeze(number, 1), f32), seen)
              output p = softmax(logits)
            }
            train Bright {
              data      npz("arrays")
              feed      image = array("x", validation = "x_val", scale = 1 / 255)
              feed      even = array("even", validation = "even_val")
              feed      number = array("y", validation = "y_val")
              target    kind: i64[B] = array("y", validation = "y_val", names = ["dark", "bright"])
              loss      cross_entropy(logits, kind)
              metric    accuracy = Accuracy()(logits, kind)
              optimizer Adam(lr = 0.05)
              run       (epochs = 200, batch = 8, seed = 1)
              stop      plateau(val.loss, patience = 200)
            }
            """;

    @TempDir
    private Path folder;

    /** An array of bytes in NumPy's format, as its own documentation describes version 1.0. */
    private void write(String name, String shape, byte[] bytes) throws IOException {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }\n";
        var out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) header.length())
                .array());
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        Files.createDirectories(folder.resolve("arrays"));
        Files.write(folder.resolve("arrays/" + name + ".npy"), out.toByteArray());
    }

    private void writeRows(String suffix, int rows) throws IOException {
        byte[] x = new byte[rows * 4];
        byte[] y = new byte[rows];
        for (int row = 0; row < rows; row++) {
            y[row] = (byte) (row % 2);
            for (int i = 0; i < 4; i++) {
                x[row * 4 + i] = (byte) (row % 2 * 180 + row + i);
            }
        }
        write("x" + suffix, "(" + rows + ", 2, 2)", x);
        write("y" + suffix, "(" + rows + ",)", y);
        write("even" + suffix, "(" + rows + ",)", y);
    }

    @Test
    void trainsOnArraysAndPredicts() throws Exception {
        writeRows("", 40);
        writeRows("_val", 10);
        Path file = Files.writeString(folder.resolve("bright.nn"), PROGRAM);
        Path compiled = folder.resolve("compiled");
        NnCompiler.compile(file, NnCompiler.Options.DEFAULT).write(compiled);
        Path saved = folder.resolve("model");
        try (Trainer trainer = Trainer.open(compiled, new TrainOptions().base(folder))) {
            assertEquals(40, trainer.trainingPlan().trainRows());
            assertEquals(10, trainer.trainingPlan().validationRows());
            trainer.train();
            trainer.save(saved);
        }
        try (Model model = Model.load(saved)) {
            var splits = model.evaluateSplits(folder.resolve("arrays"));
            assertTrue(splits.getOrDefault("validation", MetricValues.NONE).number("accuracy") > 0.99);
            Predictions predictions = model.predict(model.read(folder.resolve("arrays")));
            float[] p = predictions.output("p").toFloats();
            List<String> kinds = predictions.classes("p").orElseThrow();
            assertEquals(List.of("dark", "bright", "dark"), kinds.subList(0, 3));
            assertEquals(100, p.length);
            for (int row = 0; row < 50; row++) {
                assertTrue(p[row * 2 + row % 2] > 0.5f, "row " + row);
            }
        }
    }
}
