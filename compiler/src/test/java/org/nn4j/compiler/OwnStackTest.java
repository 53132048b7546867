package org.nn4j.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnStackTest {

    @TempDir
    private Path folder;

    /** As deep and as long as the language allows, called from a thread with hardly any stack. */
    @Test
    void theCallersStackDoesNotMatter() throws Exception {
        Path file = folder.resolve("deep.nn");
        String deep = "(x" + " + 1".repeat(3) + " + ";
        Files.writeString(
                file,
                "fn f(x: f32[B]) -> f32[B] = " + deep.repeat(240) + "x" + ")".repeat(240) + "\nfn g(x: f32[B]) = x"
                        + " + x".repeat(990) + "\n");
        AtomicReference<Object> outcome = new AtomicReference<>("nothing");
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        outcome.set(NnCompiler.check(file));
                    } catch (Exception e) {
                        outcome.set(e);
                    }
                },
                "small",
                200 << 10);
        small.setUncaughtExceptionHandler((thread, failure) -> outcome.set(failure));
        small.start();
        small.join();
        assertEquals(List.of(), outcome.get());
    }
}
