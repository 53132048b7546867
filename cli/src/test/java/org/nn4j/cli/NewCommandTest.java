package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NewCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @EnumSource(Scaffold.class)
    void whatItWritesTrainsAtOnce(Scaffold kind) throws IOException {
        Path project = folder.resolve("my-first");
        assertEquals(0, run("new", kind.kind(), project.toString()), err::toString);
        String program = project.resolve("my_first.nn").toString();
        assertTrue(out.toString().contains("nn train my_first.nn"));
        assertEquals(0, run("fmt", "--check", program), out::toString);
        assertEquals(0, run("check", program), err::toString);
        assertEquals(0, run("test", program), out::toString);
        assertTrue(out.toString().contains("1 passed, 0 failed."));
        String model = project.resolve("models/MyFirst").toString();
        assertEquals(0, run("train", program, "--steps", "3", "-o", model), err::toString);
        assertEquals(
                "",
                err.toString()
                        .lines()
                        .filter(l -> l.startsWith("warning"))
                        .findAny()
                        .orElse(""));
        assertTrue(Files.exists(project.resolve("models/MyFirst/model.onnx")));
    }

    @ParameterizedTest
    @EnumSource(Scaffold.class)
    void itsReadmeHasCommandsThatExist(Scaffold kind) throws IOException {
        assertEquals(0, run("new", kind.kind(), folder.toString(), "--name", "Mine"), err::toString);
        List<String> commands = Files.readAllLines(folder.resolve("README.md")).stream()
                .filter(l -> l.startsWith("nn "))
                .toList();
        assertEquals("nn train mine.nn", commands.get(0).replaceAll("\\s*#.*", ""));
        commands.forEach(Examples::assertParses);
        assertTrue(Files.readString(folder.resolve("README.md")).startsWith("# Mine\n"));
    }

    @Test
    void refusesAFolderThatIsNotEmpty() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "keep");
        assertEquals(2, run("new", "text", folder.toString(), "--name", "Mine"));
        assertTrue(err.toString().contains(folder + " is not empty"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        assertEquals(2, run("new", "text", folder.resolve("mine.txt").toString(), "--name", "Mine"));
        assertTrue(err.toString().contains("is a file"));
    }

    @Test
    void refusesNamesThatAreNone() {
        String project = folder.resolve("2nd").toString();
        assertEquals(2, run("new", "tabular", project));
        assertTrue(err.toString().contains("not 2nd: give one with --name"));
        assertEquals(2, run("new", "tabular", project, "--name", "Dense"));
        assertTrue(err.toString().contains("the library has a Dense"));
        assertEquals(2, run("new", "sound", project));
        assertTrue(err.toString().contains("KIND is one of tabular, image, sequence, text, not sound"));
        assertFalse(Files.exists(folder.resolve("2nd")));
    }
}
