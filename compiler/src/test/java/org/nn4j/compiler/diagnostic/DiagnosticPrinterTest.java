package org.nn4j.compiler.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.source.Span;

class DiagnosticPrinterTest {
    private static final SourceFile BLOCKS = new SourceFile("blocks.nn", """
            layer Block(c: int)(x: f32[B, c]) {
              let y = x |> Dense(c)
              let skip = x

              // nothing
              // to see

              return relu(y + skip)
            }
            """);

    /** The {@code n}-th place of {@code text} in {@code file}, from 0. */
    private static Span at(SourceFile file, String text, int n) {
        int start = -1;
        for (int i = 0; i <= n; i++) {
            start = file.text().indexOf(text, start + 1);
        }
        return file.span(start, start + text.length());
    }

    private static Span at(String text) {
        return at(BLOCKS, text, 0);
    }

    private static Diagnostic error(String title, Span at) {
        return Diagnostic.error(Code.EXPECTED_EXPRESSION, title, at);
    }

    private static void assertPrinted(String expected, Diagnostic diagnostic) {
        assertEquals(expected, DiagnosticPrinter.plain().print(diagnostic));
    }

    @Test
    void everything() {
        assertPrinted(
                """
                error[NN0010]: sizes differ in `+`
                 --> blocks.nn:8:17
                  |
                8 |   return relu(y + skip)
                  |               - ^ ---- f32[B, 64, 28, 28]
                  |               f32[B, 64, 14, 14]
                  = trail: x [B, 32] -> Dense(c) [B, 64]
                  = cause: `c` is 64
                  = help: write more
                          than one line
                """,
                error("sizes differ in `+`", at("+"))
                        .also(at(BLOCKS, "y", 2), "f32[B, 64, 14, 14]")
                        .also(at(BLOCKS, "skip", 1), "f32[B, 64, 28, 28]")
                        .trail(List.of("x [B, 32]", "Dense(c) [B, 64]"))
                        .cause("`c` is 64")
                        .help("write more\nthan one line"));
    }

    @Test
    void severalRemarksOnALineHangFromRightToLeft() {
        assertPrinted(
                """
                warning[NN0040]: four
                 --> blocks.nn:8:10
                  |
                8 |   return relu(y + skip)
                  |          ^^^^ - - ---- d
                  |          |    | c
                  |          |    b
                  |          a
                """,
                Diagnostic.warning(Code.CONTINUED_LINE, "four", at("relu"))
                        .label("a")
                        .also(at(BLOCKS, "skip", 1), "d")
                        .also(at(BLOCKS, "+", 0), "c")
                        .also(at(BLOCKS, "y", 2), "b"));
    }

    @Test
    void remarksThatOverlap() {
        assertPrinted("""
                error[NN0010]: inside
                 --> blocks.nn:8:17
                  |
                8 |   return relu(y + skip)
                  |          -------^------
                  |          |      here
                  |          the call
                """, error("inside", at("+")).label("here").also(at("relu(y + skip)"), "the call"));
    }

    @Test
    void otherLines() {
        assertPrinted(
                """
                error[NN0010]: far
                 --> blocks.nn:8:15
                  |
                1 | layer Block(c: int)(x: f32[B, c]) {
                  |                     - first
                2 |   let y = x |> Dense(c)
                3 |   let skip = x
                  |       ---- second
                ...
                8 |   return relu(y + skip)
                  |               ^ third
                """,
                error("far", at(BLOCKS, "y", 2))
                        .label("third")
                        .also(at(BLOCKS, "skip", 0), "second")
                        .also(at(BLOCKS, "x", 0), "first"));
    }

    @Test
    void otherFiles() {
        SourceFile library = new SourceFile("std/dense.nn", "\n".repeat(120) + "layer Dense(units: int)");
        assertPrinted(
                """
                error[NN0010]: elsewhere
                   --> blocks.nn:2:16
                    |
                  2 |   let y = x |> Dense(c)
                    |                ^^^^^
                   ::: std/dense.nn:121:13
                    |
                121 | layer Dense(units: int)
                    |             ----- declared here
                    = help: look there
                """,
                error("elsewhere", at("Dense"))
                        .also(at(library, "units", 0), "declared here")
                        .help("look there"));
    }

    @Test
    void tabsAndWideAndCombiningCharacters() {
        SourceFile file = new SourceFile("f.nn", "\ta\t\"日本 é e\u0301 😀\" + b");
        assertPrinted("""
                error[NN0010]: widths
                 --> f.nn:1:18
                  |
                1 |     a   "日本 é e\u0301 😀" + b
                  |                         ^ here
                """, error("widths", at(file, "b", 0)).label("here"));
    }

    @Test
    void nothingThatATerminalWouldActUpon() {
        SourceFile file = new SourceFile("f.nn", "a \u001B[31m \u202E b\u0000");
        assertPrinted("""
                error[NN0010]: control
                 --> f.nn:1:11
                  |
                1 | a \uFFFD[31m \uFFFD b\uFFFD
                  |           ^
                """, error("control", at(file, "b", 0)));
    }

    @Test
    void aPlaceBehindTheEndOfALine() {
        SourceFile file = new SourceFile("f.nn", "let a =\r\n");
        assertPrinted("""
                error[NN0010]: end
                 --> f.nn:1:8
                  |
                1 | let a =
                  |        ^
                """, error("end", file.span(7, 7)));
        assertPrinted("""
                error[NN0010]: end of file
                 --> f.nn:2:1
                  |
                2 |
                  | ^
                """, error("end of file", file.span(9, 9)));
    }

    @Test
    void aSpanOverLinesIsMarkedOnItsFirst() {
        assertPrinted(
                """
                error[NN0010]: lines
                 --> blocks.nn:2:7
                  |
                2 |   let y = x |> Dense(c)
                  |       ^^^^^^^^^^^^^^^^^ from here
                """,
                error("lines", BLOCKS.span(at("y = x").start(), at("return").end()))
                        .label("from here"));
    }

    @Test
    void aLongLineIsCutAroundTheMark() {
        SourceFile file = new SourceFile("f.nn", "a".repeat(1000) + "b" + "c".repeat(1000));
        String printed = DiagnosticPrinter.plain().print(error("long", at(file, "b", 0)));
        List<String> lines = printed.lines().toList();
        assertEquals(" --> f.nn:1:1001", lines.get(1));
        assertTrue(lines.get(3).length() < 180, lines.get(3));
        assertTrue(lines.get(3).startsWith("1 | ...aaa") && lines.get(3).endsWith("ccc..."), lines.get(3));
        assertEquals(lines.get(3).indexOf('b'), lines.get(4).indexOf('^'));
    }

    @Test
    void severalDiagnostics() {
        Diagnostic first = error("first", at("Dense"));
        Diagnostic second = error("second", at("relu"));
        DiagnosticPrinter printer = DiagnosticPrinter.plain();
        assertEquals(
                printer.print(first) + "\n" + printer.print(second) + "\nand 1 more error\n",
                printer.print(List.of(first, second), 1));
        assertEquals("", printer.print(List.of(), 0));
    }

    @Test
    void colour() {
        Diagnostic diagnostic = error("sizes differ", at("+"))
                .also(at(BLOCKS, "skip", 1), "this")
                .help("help");
        String coloured = DiagnosticPrinter.ansi().print(diagnostic);
        assertTrue(coloured.startsWith("\u001B[1;31merror[NN0010]\u001B[0m\u001B[1m: sizes differ\u001B[0m\n"));
        assertTrue(coloured.contains("\u001B[1;31m^\u001B[0m \u001B[1;34m---- this\u001B[0m\n"), coloured);
        assertEquals(DiagnosticPrinter.plain().print(diagnostic), coloured.replaceAll("\u001B\\[[0-9;]*m", ""));
    }
}
