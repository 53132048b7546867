package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.Libraries;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.source.SourceFile;

/** What is said of the functions of recipes: all of their parameters, and examples that can be compiled. */
class DataFunctionsTest {

    /** {@code feed x = columns("a")  // f32[B, 1]}. */
    private static final Pattern FEED = Pattern.compile("feed\\s+(\\w+) = .*// (\\w+\\[.*])");

    static List<ReferencePages.Entry> functions() {
        return ReferencePages.dataFunctions();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everythingIsDescribed(ReferencePages.Entry function) {
        Builtin builtin = (Builtin) Objects.requireNonNull(DataFunctions.scope().lookup(function.name()));
        assertFalse(function.prose().isEmpty());
        assertAll(builtin.parameters().stream().map(parameter -> {
            String name = parameter.replaceAll("[?*]", "");
            Pattern described = Pattern.compile("(?m)^- (`\\w+( = [^`]+)?`, )*`" + name + "\\b");
            return () -> assertTrue(described.matcher(function.prose()).find(), name);
        }));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void examplesCompile(ReferencePages.Entry function) {
        List<String> examples = function.examples();
        assertTrue(examples.stream().anyMatch(e -> e.contains(function.name() + "(")), "there is no example");
        String program = programOf(examples);
        assertDoesNotThrow(
                () -> NnCompiler.check(new SourceFile("example.nn", program), Path.of("."), Libraries.ofClassPath()),
                () -> program);
    }

    /** A program with a recipe of these statements, and what else it needs. */
    private static String programOf(List<String> statements) {
        StringBuilder inputs = new StringBuilder();
        for (String statement : statements) {
            Matcher feed = FEED.matcher(statement);
            assertEquals(statement.startsWith("feed"), feed.matches(), statement);
            if (feed.matches()) {
                inputs.append("  input " + feed.group(1) + ": " + feed.group(2) + "\n");
            }
        }
        String feed = "";
        if (inputs.length() == 0) {
            inputs.append("  input x: f32[B, 4]\n");
            feed = "  feed x = columns()\n";
        }
        String data = statements.stream().anyMatch(s -> s.startsWith("data"))
                ? ""
                : "  data csv(\"rows.csv\", validation = 0.1)\n";
        return """
                model Example {
                %s  output out: f32[B] = zeros(B, 1) |> Dense(1) |> squeeze(-1)
                }

                train Example {
                %s%s  %s
                  loss out * out
                  optimizer Adam()
                  run (epochs = 1)
                }
                """.formatted(inputs, data, feed, String.join("\n  ", statements));
    }

    @Test
    void everyKindOfDataHasItsColumns() {
        var inTable = new TreeSet<>(DataFunctions.columns().keySet());
        DataFunctions.columns().values().forEach(inTable::addAll);
        inTable.add("plateau");
        assertEquals(
                inTable,
                new TreeSet<>(
                        functions().stream().map(ReferencePages.Entry::name).toList()));
        assertTrue(Stream.of("csv", "idx", "images", "npz", "text").allMatch(inTable::contains));
    }
}
