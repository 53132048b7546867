package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.fixture.ChildJvm;
import org.nn4j.runtime.fixture.LinearModel;

/** Kills a process that saves without a pause, again and again: there is a whole model every time. */
@Tag("slow")
final class KillTest {

    private static final int KILLS = 25;

    @TempDir
    Path temp;

    @Test
    void aKillAtAnyMomentLeavesAWholeModel() throws IOException, InterruptedException {
        Path target = temp.resolve("target");
        Path first = LinearModel.number(2, 0.1).writeTo(temp.resolve("first"));
        Path second = LinearModel.number(400, 0.1).id("linear-2").writeTo(temp.resolve("second"));
        Model.initialize(first, 1, target);
        var random = new Random(1);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < KILLS; i++) {
            Process process = ChildJvm.start(Saving.class, first.toString(), second.toString(), target.toString());
            try (var output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                assertTrue("saving".equals(output.readLine()));
                Thread.sleep(random.nextInt(40));
                process.destroyForcibly().waitFor();
            }
            try (Model model = Model.load(target)) {
                seen.add(model.spec().inputs().get(0).toString());
            }
        }
        assertTrue(seen.size() == 2, seen.toString());
        Model.initialize(first, 2, target);
        try (var files = Files.list(temp)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith(".")));
        }
    }

    /** Puts one model in the place of the other, and saves new weights of both. */
    static final class Saving {
        private Saving() {}

        public static void main(String[] arguments) {
            Path first = Path.of(arguments[0]);
            Path second = Path.of(arguments[1]);
            Path target = Path.of(arguments[2]);
            for (long seed = 0; seed < Long.MAX_VALUE; seed++) {
                Model.initialize(seed % 4 < 2 ? first : second, seed, target);
                if (seed == 0) {
                    System.out.println("saving");
                }
            }
        }
    }
}
