package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.CsvText;
import org.nn4j.runtime.fixture.LinearModel;
import org.nn4j.runtime.fixture.OnnxGraph;
import org.nn4j.runtime.fixture.OnnxGraph.Element;

/** What a user reads about a folder that is not as it should be; never a word of ONNX Runtime's own. */
final class BadFolderTest {

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void compile() throws IOException {
        Files.writeString(temp.resolve("data.csv"), CsvText.numbers(40, 2, x -> x[0]));
        folder = LinearModel.number(2, 0.1).writeTo(temp.resolve("model"));
        Model.initialize(folder, 1, folder);
    }

    private interface Damage {
        void to(Path folder) throws IOException;
    }

    private static void cut(Path file, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length + bytes));
    }

    private static LinearModel other() {
        return LinearModel.number(2, 0.1).id("linear-2");
    }

    private static Damage weightsOf(LinearModel model) {
        return folder -> {
            Path other = model.writeTo(folder.resolveSibling("other"));
            Model.initialize(other, 1, other);
            Files.delete(folder.resolve("model.safetensors"));
            Files.copy(other.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        };
    }

    private static Damage weightsAt(String location) {
        return folder -> {
            Files.write(folder.resolveSibling("outside.bin"), new byte[4096]);
            LinearModel model = LinearModel.number(2, 0.1);
            model.write(folder, "model", model.modelWithWeightsAt(location));
        };
    }

    private static Arguments fault(String message, Damage damage) {
        return Arguments.of(message, damage);
    }

    static Stream<Arguments> modelFaults() {
        return Stream.of(
                fault(
                        "model: model.onnx is missing. Compile again, or copy the whole folder.",
                        folder -> Files.delete(folder.resolve("model.onnx"))),
                fault(
                        "model: model.safetensors is missing. Compile again, or copy the whole folder.",
                        folder -> Files.delete(folder.resolve("model.safetensors"))),
                fault(
                        "model/model.onnx: is not an ONNX file, or cut off. Compile or train again, or copy the whole"
                                + " folder once more.",
                        folder -> cut(folder.resolve("model.onnx"), -5)),
                fault(
                        "model/model.onnx: is not an ONNX file, or cut off. Compile or train again, or copy the whole"
                                + " folder once more.",
                        folder -> Files.write(folder.resolve("model.onnx"), new byte[0])),
                fault(
                        "model/model.onnx: is not an ONNX file, or cut off. Compile or train again, or copy the whole"
                                + " folder once more.",
                        folder -> Files.writeString(folder.resolve("model.onnx"), "hello")),
                fault(
                        "model/model.safetensors: is cut off: 4 bytes are missing. Train the model again, or copy the"
                                + " whole folder once more.",
                        folder -> cut(folder.resolve("model.safetensors"), -4)),
                fault(
                        "model/model.safetensors: is damaged: 1 bytes follow its last tensor. Train the model again, or"
                                + " copy the whole folder once more.",
                        folder -> cut(folder.resolve("model.safetensors"), 1)),
                fault(
                        "model/model.onnx: is an ONNX file, but not one of nn4j. Give a folder that nn4j has compiled.",
                        folder -> Files.write(
                                folder.resolve("model.onnx"),
                                new OnnxGraph("foreign")
                                        .input("x", Element.F32, "B")
                                        .output("y", Element.F32, "B")
                                        .node("Neg", "x", "y")
                                        .toModel(Map.of()))),
                fault(
                        "model/model.onnx: is of format \"2\", this version of nn4j reads format \"1\". Use the"
                                + " version of nn4j that wrote it, or compile again.",
                        folder -> LinearModel.number(2, 0.1).format("2").writeTo(folder)),
                fault(
                        "model/model.onnx: is the graph \"init\", not \"model\". Files were renamed or mixed: compile"
                                + " again, or copy the whole folder.",
                        folder -> {
                            Files.delete(folder.resolve("model.onnx"));
                            Files.copy(folder.resolve("init.onnx"), folder.resolve("model.onnx"));
                        }),
                fault(
                        "model/model.safetensors: belongs to another model than model.onnx beside it. Files of two"
                                + " folders were mixed: compile or train again, or copy the whole folder.",
                        weightsOf(other())),
                fault(
                        "model/model.onnx: does not fit the weights beside it. Compile or train again, or copy the"
                                + " whole folder once more.",
                        weightsOf(LinearModel.number(1, 0.1))),
                fault(
                        "model/model.safetensors: does not have the tensors that model.onnx beside it needs. Files of"
                                + " two folders were mixed: compile or train again, or copy the whole folder.",
                        weightsOf(LinearModel.number(3, 0.1))),
                fault(
                        "model/model.onnx: takes its weights from outside its folder, which is refused. Somebody has"
                                + " changed the file: use it only if you know who, and compile again.",
                        weightsAt("../outside.bin")),
                fault(
                        "model/model.onnx: takes its weights from outside its folder, which is refused. Somebody has"
                                + " changed the file: use it only if you know who, and compile again.",
                        weightsAt("/etc/passwd")),
                fault(
                        "model/model.onnx: takes its weights from a file that is not there. Compile or train again, or"
                                + " copy the whole folder once more.",
                        weightsAt("elsewhere.bin")));
    }

    @ParameterizedTest
    @MethodSource("modelFaults")
    void isNotLoaded(String message, Damage damage) throws IOException {
        damage.to(folder);
        var error = assertThrows(UserException.class, () -> Model.load(folder).close());
        assertEquals(message, error.getMessage().replace(temp + "/", ""));
    }

    static Stream<Arguments> trainingFaults() {
        return Stream.of(
                fault(
                        "model: train.onnx is missing. Compile again, or copy the whole folder.",
                        folder -> Files.delete(folder.resolve("train.onnx"))),
                fault(
                        "model: fit.onnx is missing. Compile again, or copy the whole folder.",
                        folder -> Files.delete(folder.resolve("fit.onnx"))),
                fault(
                        "model/evaluate.onnx: is not an ONNX file, or cut off. Compile or train again, or copy the"
                                + " whole folder once more.",
                        folder -> cut(folder.resolve("evaluate.onnx"), -5)),
                fault(
                        "model/train.onnx: belongs to another model than init.onnx beside it. Files of two folders were"
                                + " mixed: compile again, or copy the whole folder.",
                        folder -> {
                            Path other = other().writeTo(folder.resolveSibling("other"));
                            Files.delete(folder.resolve("train.onnx"));
                            Files.copy(other.resolve("train.onnx"), folder.resolve("train.onnx"));
                        }),
                fault(
                        "model/init.onnx: makes a state of 36 bytes, its metadata speaks of 32. The file is damaged:"
                                + " compile again.",
                        folder -> {
                            String text = Files.readString(folder.resolve("init.onnx"), StandardCharsets.ISO_8859_1);
                            Files.writeString(
                                    folder.resolve("init.onnx"),
                                    text.replace("\"begin\":28,\"end\":36", "\"begin\":28,\"end\":32"),
                                    StandardCharsets.ISO_8859_1);
                        }));
    }

    @ParameterizedTest
    @MethodSource("trainingFaults")
    void isNotTrained(String message, Damage damage) throws IOException {
        damage.to(folder);
        var error = assertThrows(
                UserException.class,
                () -> Trainer.open(folder, new TrainOptions().base(temp)).close());
        assertEquals(message, error.getMessage().replace(temp + "/", ""));
    }

    @Test
    void aSymbolicLinkOutOfTheFolderIsRefused() throws IOException {
        weightsAt("link.bin").to(folder);
        Files.createSymbolicLink(folder.resolve("link.bin"), temp.resolve("outside.bin"));
        var error = assertThrows(UserException.class, () -> Model.load(folder).close());
        assertEquals("takes its weights from outside its folder, which is refused", error.problem());
    }

    @Test
    void whatIsNoModelFolderIsNamed() throws IOException {
        Path missing = temp.resolve("missing");
        assertEquals(
                "there is no such folder",
                assertThrows(UserException.class, () -> Model.load(missing)).problem());
        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertEquals(
                "is not the folder of a compiled model: it has no model.onnx",
                assertThrows(UserException.class, () -> Model.load(empty)).problem());
        assertEquals(
                "is not an ONNX file, or cut off",
                assertThrows(UserException.class, () -> Model.load(temp.resolve("data.csv")))
                        .problem());
        assertEquals(
                "is a file, not the folder of a compiled model",
                assertThrows(UserException.class, () -> Trainer.open(temp.resolve("data.csv"), new TrainOptions()))
                        .problem());
    }

    @Test
    void badMetadataIsNamed() throws IOException {
        LinearModel.number(2, 0.1).recipe(recipe -> recipe.remove("feeds")).writeTo(folder);
        var error = assertThrows(UserException.class, () -> Model.load(folder));
        assertEquals("nn4j.recipe: \"feeds\" is not there", error.problem());
        LinearModel.number(2, 0.1).data("missing", "guess").writeTo(folder);
        error = assertThrows(UserException.class, () -> Model.load(folder));
        assertEquals("nn4j.recipe.data: \"missing\" is not a word that this version of nn4j knows", error.problem());
    }

    @Test
    void noMessageSpeaksOfTheLibrary() {
        modelFaults().map(fault -> (String) fault.get()[0]).forEach(message -> {
            assertFalse(message.contains("ORT_"), message);
            assertTrue(message.length() < 250, message);
        });
    }
}
