package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.elaborate.Reference;

final class ExplainAndShowTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyCodeIsExplainedByItsPage(Code code) throws IOException {
        assertEquals(Files.readString(Path.of("../docs/errors", code.id() + ".md")), code.page());
        assertEquals(0, run("explain", code.id()), err::toString);
        assertTrue(out.toString().startsWith(code.id() + ": " + code.title() + "\n"), out::toString);
        assertFalse(out.toString().contains("```"));
        out.toString().lines().filter(l -> !l.startsWith("    ")).forEach(l -> assertTrue(l.length() <= 100, l));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NN0203", "nn203", "203", "0203"})
    void codesMayBeAbbreviated(String code) {
        assertEquals(0, run("explain", code));
        assertTrue(out.toString().startsWith("NN0203: sizes differ\n"));
        assertTrue(out.toString().contains("    model Net {\n      input x: f32[B, 30]\n"), out::toString);
    }

    @Test
    void withoutACodeAllAreListed() {
        assertEquals(0, run("explain"));
        assertEquals(Code.values().length, out.toString().lines().count());
    }

    @Test
    void unknownCodesGetSuggestions() {
        assertEquals(1, run("explain", "NN0230"));
        assertTrue(err.toString().contains("NN0203  sizes differ"), err::toString);
        assertEquals(1, run("explain", "axes"));
        assertTrue(err.toString().contains("NN0201  wrong number of axes"), err::toString);
        assertTrue(err.toString().contains("`nn explain` lists all codes."));
    }

    @Test
    void codeIsColouredOnATerminal() {
        String text =
                TerminalText.markdown("# A\n\nUse `let`, see [this](b.md).\n\n```nn\n// no\nlet a = 1\n```\n", true);
        String expected = """
                <1>A<0>

                Use <36>let<0>, see this.

                    <2>// no<0>
                    let a = 1
                """;
        assertEquals(expected.replaceAll("<(\\d+)>", "\u001B[$1m"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dense", "std.layers.Dense"})
    void showsADeclarationWithItsCommentAndPlace(String name) {
        assertEquals(0, run("show", name), err::toString);
        assertTrue(out.toString().matches("(?s)// std/layers\\.nn:\\d+\n/// .*\nlayer Dense\\(.*\n}\n"), out::toString);
    }

    @Test
    void showsAModuleAndListsThem() {
        assertEquals(0, run("show", "std.schedules"));
        assertTrue(out.toString().contains("fn warmup("));
        assertTrue(out.toString().contains("fn cosine("));
        out.getBuffer().setLength(0);
        assertEquals(0, run("show"));
        assertEquals(Reference.modules(), out.toString().lines().toList());
    }

    @Test
    void showsWhatFunctionsOfTheCompilerAndOperatorsSay() {
        assertEquals(0, run("show", "conv"));
        assertTrue(out.toString().contains("// a function of the compiler\n/// "), out::toString);
        assertTrue(out.toString().contains("// an operator of graphs\n/// "));
        assertTrue(out.toString().contains("conv(x, w, …)"));
    }

    @Test
    void showsWhatFunctionsOfRecipesSay() {
        assertEquals(0, run("show", "csv"));
        assertTrue(out.toString().startsWith("// a function of recipes\n/// The rows of CSV files"), out::toString);
        assertTrue(out.toString().contains("\n/// - `weights`: "), out::toString);
    }

    @Test
    void unknownNamesGetSuggestions() {
        assertEquals(1, run("show", "Dens"));
        assertEquals("error: nothing is called `Dens`: did you mean `Dense`?\n", err.toString());
    }
}
