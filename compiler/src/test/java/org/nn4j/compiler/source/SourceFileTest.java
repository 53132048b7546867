package org.nn4j.compiler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SourceFileTest {
    @Test
    void linesEndInAnyOfThreeWays() {
        SourceFile file = new SourceFile("f.nn", "a\nbc\r\nd\r\re");
        assertEquals(5, file.lineCount());
        assertEquals("a", file.lineText(1));
        assertEquals("bc", file.lineText(2));
        assertEquals("d", file.lineText(3));
        assertEquals("", file.lineText(4));
        assertEquals("e", file.lineText(5));
        assertEquals(1, file.line(1));
        assertEquals(2, file.line(2));
        assertEquals(2, file.line(5));
        assertEquals(3, file.line(6));
    }

    @Test
    void theEmptyTextHasOneLine() {
        SourceFile file = new SourceFile("f.nn", "");
        assertEquals(1, file.lineCount());
        assertEquals("f.nn:1:1", file.span(0, 0).toString());
    }

    @Test
    void aFinalLineFeedStartsALine() {
        SourceFile file = new SourceFile("f.nn", "a\n");
        assertEquals(2, file.lineCount());
        assertEquals("f.nn:2:1", file.span(2, 2).toString());
    }

    @Test
    void columnsAreCodePoints() {
        SourceFile file = new SourceFile("f.nn", "\té😀x");
        assertEquals(2, file.column(1));
        assertEquals(3, file.column(2));
        assertEquals(4, file.column(4));
    }

    @Test
    void aByteOrderMarkIsNoText() {
        assertEquals("a", new SourceFile("f.nn", "\uFEFFa").text());
    }

    @Test
    void spansJoinWithinAFile() {
        SourceFile file = new SourceFile("f.nn", "abc def");
        Span joined = file.span(4, 7).to(file.span(0, 1));
        assertEquals("abc def", joined.text());
        Span elsewhere = new SourceFile("f.nn", "abc def").span(0, 1);
        assertThrows(IllegalArgumentException.class, () -> joined.to(elsewhere));
        assertThrows(IllegalArgumentException.class, () -> file.span(3, 2));
        assertThrows(IllegalArgumentException.class, () -> file.span(3, 8));
    }
}
