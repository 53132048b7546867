package org.nn4j.compiler.dsl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nn4j.compiler.dsl.Nn.call;
import static org.nn4j.compiler.dsl.Nn.f32;
import static org.nn4j.compiler.dsl.Nn.formal;
import static org.nn4j.compiler.dsl.Nn.name;
import static org.nn4j.compiler.dsl.Nn.value;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.compiler.Libraries;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.NnFormatter;
import org.nn4j.compiler.diagnostic.CompileException;

class NnModelTest {
    private static final Path SAMPLES = Path.of("../samples");

    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of("article/patients.nn", SampleModels.patients().program()),
                Arguments.of("digits/cnn.nn", SampleModels.digits().program()),
                Arguments.of("airline/airline.nn", SampleModels.airline().program()),
                Arguments.of("shakespeare/gpt.nn", SampleModels.gpt().program()),
                Arguments.of("shakespeare/rnn.nn", SampleModels.rnn()));
    }

    private static void assertSameFiles(CompiledModel expected, CompiledModel model) {
        assertEquals(expected.name(), model.name());
        assertEquals(expected.files().keySet(), model.files().keySet());
        expected.files()
                .forEach((file, bytes) -> assertArrayEquals(bytes, model.files().get(file), file));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesInJavaGiveTheFilesOfTheirText(String file, NnProgram program) throws IOException {
        NnCompiler.Options options = NnCompiler.Options.DEFAULT;
        assertSameFiles(NnCompiler.compile(SAMPLES.resolve(file), options), program.compile(options));
        assertEquals(List.of(), program.check());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theTextIsInTheCommonLayout(String file, NnProgram program) throws IOException {
        byte[] text = program.toString().getBytes(StandardCharsets.UTF_8);
        assertEquals(false, NnFormatter.format(file, text).changed());
    }

    @Test
    void settingsApply() throws IOException {
        NnCompiler.Options options = new NnCompiler.Options(null, null, Map.of("units", "7"));
        assertSameFiles(
                NnCompiler.compile(SAMPLES.resolve("airline/airline.nn"), options),
                SampleModels.airline().compile(options));
    }

    @Test
    void aWrongShapeIsReportedAsInTheText(@TempDir Path folder) throws IOException {
        NnModel wrong = Nn.model("Wrong")
                .input("a", f32("B", 3))
                .input("b", f32("B", 4))
                .output("sum", name("a").plus(name("b")));
        CompileException inJava = assertThrows(CompileException.class, wrong::check);
        String message = Objects.requireNonNull(inJava.getMessage());
        assertTrue(message.contains("Wrong.nn (from Java):4:"), message);
        assertTrue(message.contains("  output sum = a + b\n"), message);

        Path file = Files.writeString(folder.resolve("wrong.nn"), wrong.toString());
        CompileException inText = assertThrows(CompileException.class, () -> NnCompiler.check(file));
        String expected = Objects.requireNonNull(inText.getMessage());
        assertEquals(expected.replace(file.toString(), "Wrong.nn (from Java)"), message);
        assertThrows(CompileException.class, () -> wrong.compile(NnCompiler.Options.DEFAULT));
    }

    @Test
    void whatIsBeyondTheLimitsIsReportedOverItsText() {
        Term deep = name("x");
        for (int i = 0; i < 300; i++) {
            deep = call("relu", deep);
        }
        NnModel model = Nn.model("Deep").input("x", f32("B")).output("y", deep);
        assertTrue(model.toString().contains("output y = relu(relu("));
        CompileException refused = assertThrows(CompileException.class, model::check);
        assertTrue(Objects.requireNonNull(refused.getMessage()).contains("nested more than"));
    }

    @Test
    void modulesAreFoundInTheFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("own.nn"), "fn twice(x) = 2 * x\n");
        NnModel model = Nn.model("Net").input("x", f32("B")).output("y", call("twice", name("x")));
        NnProgram program = Nn.program(model).imports("own", "twice");
        assertEquals(List.of(), program.in(folder).check());
        assertThrows(
                CompileException.class, () -> program.in(folder.resolve("none")).check(Libraries.ofClassPath()));
    }

    @Test
    void valuesAreImmutable() {
        NnModel before = Nn.model("Net").input("x", f32("B"));
        String text = before.toString();
        before.output("y", name("x")).takes(formal("n")).about("More.").train(t -> t.loss(name("x")));
        assertEquals(text, before.toString());
    }

    @Test
    void numbersAreWrittenAsInTheLanguage() {
        assertEquals("1e-4", value(1e-4).toString());
        assertEquals("0.1", value(0.1f).toString());
        assertEquals("1.0", value(1.0).toString());
        assertEquals("(-3) ^ 2", value(-3).pow(2).toString());
        assertEquals("2 ^ -3", value(2).pow(-3).toString());
        assertEquals("1 - -9223372036854775808", value(1).minus(Long.MIN_VALUE).toString());
        assertEquals("(1).0", value(1).member(0).toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatHasNoLiteralIsRefused(double value) {
        assertThrows(IllegalArgumentException.class, () -> name("x").plus(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "1a", "grün", "x\n", "a.b", "x = 1 //", "let", "if", "true", "div"})
    void whatIsNoNameIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> name(name));
        assertThrows(IllegalArgumentException.class, () -> Nn.model(name));
        assertThrows(IllegalArgumentException.class, () -> Nn.model("Net").let(name, 1));
        assertThrows(IllegalArgumentException.class, () -> Nn.arg(name, 1));
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> call("f", f32("B")));
        assertThrows(IllegalArgumentException.class, () -> call("f", new Object()));
        assertThrows(IllegalArgumentException.class, () -> Nn.tuple(1));
    }
}
