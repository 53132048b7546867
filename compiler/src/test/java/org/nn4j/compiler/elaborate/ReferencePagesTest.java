package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.CompiledTest;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.onnx.OnnxRun;
import org.nn4j.compiler.program.TestProgram;
import org.nn4j.compiler.reference.NdArray;

/** The pages in docs are what the sources say, all is described, and each example holds in ONNX Runtime. */
class ReferencePagesTest {
    private static final Path DOCS = Path.of("..", "docs");

    private static List<ReferencePages.Entry> all() {
        List<ReferencePages.Entry> all = new ArrayList<>(ReferencePages.functions());
        StandardLibrary.files().forEach(f -> all.addAll(ReferencePages.declarations(f)));
        return all;
    }

    @Test
    void operatorsAreThoseOfTheSources() throws IOException {
        same("operators.md", ReferencePages.operatorsPage());
    }

    @Test
    void theLibraryIsThatOfTheSources() throws IOException {
        same("library.md", ReferencePages.libraryPage());
    }

    @Test
    void functionsOfRecipesAreThoseOfTheSources() throws IOException {
        same("data.md", ReferencePages.dataPage());
    }

    /** {@code -Dgolden=update} writes the page. */
    private static void same(String name, String page) throws IOException {
        Path file = DOCS.resolve(name);
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(file, page);
        }
        assertEquals(page, Files.exists(file) ? Files.readString(file) : "");
    }

    @TestFactory
    Stream<DynamicTest> everythingIsDescribed() {
        return all().stream()
                .map(e -> DynamicTest.dynamicTest(
                        e.name(), () -> assertTrue(e.prose().length() > 3)));
    }

    @TestFactory
    Stream<DynamicTest> examplesHold(@TempDir Path folder) throws IOException {
        StringBuilder program = new StringBuilder();
        for (ReferencePages.Entry e : all()) {
            e.examples()
                    .forEach(x -> program.append(
                            "test \"%s: %s\" {\n  check %s\n}\n".formatted(e.name(), x.replace("\"", "'"), x)));
        }
        Path file = Files.writeString(folder.resolve("examples.nn"), program);
        return NnCompiler.tests(file).stream().map(t -> DynamicTest.dynamicTest(t.name(), () -> assertTrue(holds(t))));
    }

    private static boolean holds(CompiledTest test) throws OrtException {
        if (!test.runs()) {
            return test.checks().stream().allMatch(c -> Boolean.TRUE.equals(c.known()));
        }
        try (OnnxRun run = new OnnxRun(test.graph())) {
            NdArray held = Objects.requireNonNull(run.run(Map.of()).get(TestProgram.output(0)));
            return Arrays.stream(held.elements()).allMatch(e -> e == 1);
        }
    }
}
