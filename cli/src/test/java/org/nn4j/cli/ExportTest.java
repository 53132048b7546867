package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.data.Tensor;

final class ExportTest {

    private static final float[] FLOWERS = {5.1f, 3.5f, 1.4f, 0.2f, 6.3f, 3.3f, 6.0f, 2.5f};

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private Path trained() {
        Path model = folder.resolve("Iris");
        String program = "../samples/iris/iris.nn";
        assertEquals(0, run("train", program, "--epochs", "3", "-o", model.toString()), err::toString);
        return model;
    }

    @Test
    void oneFilePredictsAsTheFolderDoes() throws IOException, OrtException {
        Path model = trained();
        Path file = folder.resolve("alone/iris.onnx");
        assertEquals(0, run("export", model.toString(), "--single-file", file.toString()), err::toString);
        float[] expected = new float[6];
        try (Model m = Model.load(model)) {
            Tensor x = Tensor.of(FLOWERS, 2, 4);
            m.predict(Map.of("x", x))
                    .output("probabilities")
                    .bytes()
                    .asFloatBuffer()
                    .get(expected);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        // From memory: there can be no file beside it.
        try (OrtSession session = environment.createSession(Files.readAllBytes(file));
                OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(FLOWERS), new long[] {2, 4});
                OrtSession.Result result = session.run(Map.of("x", x))) {
            float[] actual = new float[6];
            ((OnnxTensor) result.get("probabilities").orElseThrow())
                    .getFloatBuffer()
                    .get(actual);
            assertArrayEquals(expected, actual);
            String learned =
                    session.getMetadata().getCustomMetadataValue("nn4j.learned").orElseThrow();
            assertEquals(
                    "[\"setosa\",\"versicolor\",\"virginica\"]",
                    JsonParser.parseString(learned)
                            .getAsJsonObject()
                            .getAsJsonObject("names")
                            .get("species")
                            .toString());
        }
    }

    @Test
    void refusesWhatIsNoModelAndItsOwnFolder() {
        assertEquals(
                1,
                run(
                        "export",
                        folder.toString(),
                        "--single-file",
                        folder.resolve("a.onnx").toString()));
        Path model = trained();
        assertEquals(
                2,
                run(
                        "export",
                        model.toString(),
                        "--single-file",
                        model.resolve("model.onnx").toString()));
        assertTrue(err.toString().contains("is in the model's own folder"));
        assertEquals(2, run("export", model.toString()));
    }
}
