package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.ChildJvm;
import org.nn4j.runtime.fixture.CsvText;
import org.nn4j.runtime.fixture.LinearModel;

final class SaveTest {

    @TempDir
    Path temp;

    private Path folder;
    private Path target;

    @BeforeEach
    void compile() throws IOException {
        Files.writeString(temp.resolve("data.csv"), CsvText.numbers(40, 2, x -> x[0]));
        folder = LinearModel.number(2, 0.1).writeTo(temp.resolve("compiled"));
        target = temp.resolve("models").resolve("mine");
    }

    private static void trainAndSave(Path temp, Path compiled, Path to, long seed) {
        try (Trainer trainer =
                Trainer.open(compiled, new TrainOptions().base(temp).seed(seed))) {
            trainer.train();
            trainer.save(to);
        }
    }

    /** All files below a folder and their bytes. */
    private static Map<String, String> content(Path folder) throws IOException {
        var content = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    @Test
    void aNewFolderGetsAllFiles() throws IOException {
        trainAndSave(temp, folder, target, 1);
        Map<String, String> saved = content(target);
        assertEquals(
                "[apply.onnx, evaluate.onnx, fit.onnx, gradient.onnx, init.onnx, model.onnx, model.safetensors,"
                        + " serving.properties, train.onnx]",
                saved.keySet().toString());
        saved.remove("model.safetensors");
        assertEquals(content(folder), saved);
        assertEquals(9, content(target.resolveSibling("")).size());
    }

    @Test
    void theSameProgramGetsNewWeightsOnly() throws IOException {
        trainAndSave(temp, folder, target, 1);
        Files.writeString(target.resolve("notes.txt"), "mine");
        var before = Files.getLastModifiedTime(target.resolve("model.onnx"));
        Map<String, String> first = content(target);
        trainAndSave(temp, folder, target, 2);
        Map<String, String> second = content(target);
        assertNotEquals(first.remove("model.safetensors"), second.remove("model.safetensors"));
        assertEquals(first, second);
        assertEquals(before, Files.getLastModifiedTime(target.resolve("model.onnx")));
    }

    @Test
    void theCompiledFolderItselfMayBeTheTarget() throws IOException {
        trainAndSave(temp, folder, folder, 1);
        Model.load(folder).close();
        trainAndSave(temp, folder, target, 1);
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("model.safetensors")),
                Files.readAllBytes(target.resolve("model.safetensors")));
    }

    @Test
    void anotherModelIsReplacedWhole() throws IOException {
        trainAndSave(temp, folder, target, 1);
        Files.writeString(temp.resolve("data.csv"), CsvText.numbers(40, 3, x -> x[0]));
        Path other = LinearModel.number(3, 0.1).id("linear-2").writeTo(temp.resolve("other"));
        trainAndSave(temp, other, target, 1);
        try (Model model = Model.load(target)) {
            assertEquals("x: f32[B, 3]", model.spec().inputs().get(0).toString());
        }
        assertEquals(9, content(target.resolveSibling("")).size());
    }

    @Test
    void anythingElseIsRefusedAndUntouched() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("thesis.txt"), "years of work");
        Map<String, String> before = content(target);
        var error = assertThrows(UserException.class, () -> trainAndSave(temp, folder, target, 1));
        assertEquals("holds more than a model: \"thesis.txt\". It is not replaced", error.problem());
        assertEquals(before, content(target));

        Files.delete(target.resolve("thesis.txt"));
        Files.writeString(target.resolve("model.onnx"), "of another tool");
        error = assertThrows(UserException.class, () -> trainAndSave(temp, folder, target, 1));
        assertEquals("holds files that are no whole model of nn4j. It is not replaced", error.problem());

        Path file = Files.writeString(temp.resolve("file"), "text");
        error = assertThrows(UserException.class, () -> trainAndSave(temp, folder, file, 1));
        assertEquals("is a file: it is not replaced by a model", error.problem());
        assertEquals("text", Files.readString(file));

        trainAndSave(temp, folder, target.resolve("model.onnx").resolveSibling("empty"), 1);
        Path empty = Files.createDirectory(temp.resolve("empty"));
        trainAndSave(temp, folder, empty, 1);
        Model.load(empty).close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskLeavesTheOldModelAndNoLitter() throws IOException {
        trainAndSave(temp, folder, target, 1);
        Map<String, String> before = content(temp);
        for (Path compiled :
                new Path[] {folder, LinearModel.number(2, 0.2).id("linear-2").writeTo(temp.resolve("other"))}) {
            before = content(temp);
            String output = ChildJvm.run(Saving.class, temp.toString(), compiled.toString(), target.toString());
            assertTrue(output.contains("cannot be written: "), output);
            assertTrue(output.contains("What was there before is unchanged."), output);
            assertEquals(before, content(temp));
        }
        Model.load(target).close();
    }

    /** Trains, and saves when the files of the process may not grow beyond one KiB any more. */
    static final class Saving {
        private Saving() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            var options = new TrainOptions().base(Path.of(arguments[0])).seed(2);
            try (Trainer trainer = Trainer.open(Path.of(arguments[1]), options)) {
                trainer.train();
                String pid = Long.toString(ProcessHandle.current().pid());
                new ProcessBuilder("prlimit", "--pid", pid, "--fsize=1024")
                        .start()
                        .waitFor();
                trainer.save(Path.of(arguments[2]));
            }
        }
    }
}
