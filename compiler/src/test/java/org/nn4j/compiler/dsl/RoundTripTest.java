package org.nn4j.compiler.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Dump;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Parser;
import org.nn4j.compiler.syntax.Unit;

/** What is written in Java is read back as the same tree. */
class RoundTripTest {
    private static final int RANDOM_EXPRESSIONS = 3_000;

    private static Unit parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Unit unit = Parser.parse(new SourceFile("test.nn", text), diagnostics);
        diagnostics.throwIfErrors();
        return unit;
    }

    private static Expr value(String program) {
        return ((Let) parse(program).decls().get(0)).value();
    }

    /** Programs that use all of the language. */
    static List<Path> programs() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : List.of("src/main/resources", "../samples", "src/test/resources")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(f -> f.toString().endsWith(".nn"))
                        .filter(f -> !f.toString().contains("target"))
                        .filter(RoundTripTest::isSound)
                        .sorted()
                        .forEach(all::add);
            }
        }
        return all;
    }

    private static boolean isSound(Path file) {
        try {
            Diagnostics diagnostics = new Diagnostics();
            Unit unit = Parser.parse(new SourceFile("test.nn", Files.readString(file)), diagnostics);
            return !diagnostics.hasErrors() && !declarations(unit).isEmpty();
        } catch (IOException noText) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programs(Path file) throws IOException {
        Unit unit = Parser.parse(new SourceFile("test.nn", Files.readString(file)), new Diagnostics());
        Unit again = parse(Rebuild.program(unit).toString());
        assertEquals(imports(unit), imports(again));
        assertEquals(declarations(unit), declarations(again));
    }

    private static String imports(Unit unit) {
        return Dump.of(new Unit(unit.file(), unit.doc(), unit.imports(), List.of()));
    }

    /** In any order, since in Java a recipe stands behind its model; a recipe of no model cannot be written. */
    private static List<String> declarations(Unit unit) {
        List<String> models = unit.decls().stream()
                .filter(Decl.Model.class::isInstance)
                .map(d -> ((Decl.Model) d).name().name())
                .toList();
        return unit.decls().stream()
                .filter(d -> !(d instanceof Decl.Train train)
                        || models.contains(train.model().name()))
                .map(d -> Dump.of(new Unit(unit.file(), "", List.of(), List.of(d))))
                .sorted()
                .toList();
    }

    @Test
    void randomExpressions() {
        RandomExpr random = new RandomExpr(7);
        int parenthesised = 0;
        for (int i = 0; i < RANDOM_EXPRESSIONS; i++) {
            Expr expr = random.expr(4);
            Term term = Rebuild.term(expr);
            String text = NnProgram.EMPTY.let("it", term).toString();
            assertEquals(Dump.of(expr), Dump.of(value(text)), text);
            assertEquals(Dump.of(expr), Dump.of(value("let it = " + term)), term::toString);
            parenthesised += text.contains("((") ? 1 : 0;
        }
        assertTrue(parenthesised > RANDOM_EXPRESSIONS / 20, "few need parentheses: " + parenthesised);
    }
}
