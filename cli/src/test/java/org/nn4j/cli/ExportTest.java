package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.onnx.proto.ModelProto;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.UserException;

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

    private Path exported() {
        Path file = folder.resolve("iris.onnx");
        assertEquals(0, run("export", trained().toString(), "--single-file", file.toString()), err::toString);
        return file;
    }

    @Test
    void theFileIsLoadedAsTheFolderIs() throws IOException {
        Path file = exported();
        Path data = Path.of("../samples/iris/iris.csv");
        assertEquals(0, run("predict", file.toString(), data.toString(), "-o", folder + "/a.csv"), err::toString);
        assertEquals(0, run("predict", folder + "/Iris", data.toString(), "-o", folder + "/b.csv"), err::toString);
        assertEquals(0, run("predict", folder + "/Iris/model.onnx", data.toString(), "-o", folder + "/c.csv"));
        String expected = Files.readString(folder.resolve("b.csv"));
        assertTrue(expected.contains("versicolor"));
        assertEquals(expected, Files.readString(folder.resolve("a.csv")));
        assertEquals(expected, Files.readString(folder.resolve("c.csv")));
        try (Model one = Model.load(file);
                Model all = Model.load(folder.resolve("Iris"))) {
            assertEquals(all.classNames(), one.classNames());
            assertEquals(all.learnedDocument(), one.learnedDocument());
            assertEquals(all.trainingRecord(), one.trainingRecord());
        }
        assertEquals(1, run("evaluate", file.toString(), "--data", data.toString()));
        assertTrue(err.toString().contains("is a single file, which only predicts"), err::toString);
        assertEquals(1, run("evaluate", file.toString(), "--data", data.toString(), "--splits"));
    }

    @Test
    void aFileThatIsNoWholeModelIsNamed() throws IOException {
        Path file = exported();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(file, "is not an ONNX file, or cut off");
        }
        ModelProto model = ModelProto.parseFrom(whole);
        assertRefused(file, model.toBuilder().clearMetadataProps(), "is an ONNX file, but not one of nn4j");
        ModelProto.Builder newer = model.toBuilder();
        newer.getMetadataPropsBuilderList().stream()
                .filter(e -> e.getKey().equals("nn4j.format"))
                .forEach(e -> e.setValue("2"));
        assertRefused(file, newer, "is of format \"2\", this version of nn4j reads format \"1\"");
        assertRefused(folder.resolve("Iris/train.onnx"), "is the graph \"train\", not \"model\"");
    }

    private void assertRefused(Path file, ModelProto.Builder model, String problem) throws IOException {
        Files.write(file, model.build().toByteArray());
        assertRefused(file, problem);
    }

    private static void assertRefused(Path file, String problem) {
        var error = assertThrows(UserException.class, () -> Model.load(file).close());
        assertEquals(problem, error.problem());
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
