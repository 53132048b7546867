package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MainTest {

    @Test
    void versionIsNoError() {
        assertEquals(0, Main.execute("--version"));
    }

    @Test
    void unknownOptionIsAUsageError() {
        assertEquals(2, Main.execute("--no-such-option"));
    }

    @Test
    void noCommandIsAUsageError() {
        assertEquals(2, Main.execute());
    }
}
