package org.nn4j.runtime.serving;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.fixture.ChildJvm;
import org.nn4j.runtime.fixture.LinearModel;
import org.nn4j.runtime.fixture.ProcessMemory;

/** Sixteen threads for a minute, and a new model every second: every answer right, and no more memory at the end. */
@EnabledOnOs(OS.LINUX)
final class SoakTest {

    private static final Duration WARM = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int THREADS = 16;
    private static final int FEATURES = 64;
    private static final long MOST_GROWTH = 16L << 20;

    @TempDir
    Path temp;

    @Test
    @Tag("slow")
    void aMinuteOfRequests() throws IOException {
        for (int batchRows : new int[] {0, 64}) {
            String output = ChildJvm.run(
                    2, Serving.class, temp.resolve("models" + batchRows).toString(), String.valueOf(batchRows));
            System.out.println("batches of up to " + batchRows + " rows: " + output.strip());
            assertTrue(output.contains(" answers, 0 wrong"), output);
            long growth = Long.parseLong(output.replaceAll("(?s).*grew by (-?\\d+).*", "$1"));
            assertTrue(growth < MOST_GROWTH, output);
        }
    }

    /** Serves, in a process whose memory nothing else changes. */
    static final class Serving {
        private Serving() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path folder = Path.of(arguments[0]);
            var options = ServingOptions.DEFAULT.batchingUpTo(Integer.parseInt(arguments[1]));
            // Equal weights, so that an answer has one right value whichever of them gives it.
            List<Path> models = new ArrayList<>();
            for (String name : List.of("a", "b")) {
                Path model = LinearModel.number(FEATURES, 0.1).writeTo(folder.resolve(name));
                Model.initialize(model, 1);
                models.add(model);
            }
            float[][] rows = new float[100][FEATURES];
            float[] expected = new float[rows.length];
            try (Model model = Model.load(models.get(0))) {
                for (int i = 0; i < rows.length; i++) {
                    rows[i][i % FEATURES] = i;
                    expected[i] = model.predict(Map.of("x", Tensor.of(rows[i], 1, FEATURES)))
                            .output("out")
                            .toFloats()[0];
                }
            }
            var answers = new AtomicLong();
            var wrong = new AtomicLong();
            long start = System.nanoTime();
            long end = start + LONG.toNanos();
            long before = -1;
            try (var model = ServingModel.open(models.get(0), options)) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    threads.add(new Thread(() -> {
                        while (System.nanoTime() < end) {
                            int row = ThreadLocalRandom.current().nextInt(rows.length);
                            float answer = model.predict(Map.of("x", Tensor.of(rows[row], 1, FEATURES)))
                                    .output("out")
                                    .toFloats()[0];
                            answers.incrementAndGet();
                            if (!(Math.abs(answer - expected[row]) <= 1e-5f * Math.max(1, Math.abs(expected[row])))) {
                                wrong.incrementAndGet();
                            }
                        }
                    }));
                }
                threads.forEach(Thread::start);
                int replaced = 0;
                while (System.nanoTime() < end) {
                    Thread.sleep(1_000);
                    model.replace(models.get(++replaced % 2));
                    if (before < 0 && System.nanoTime() - start >= WARM.toNanos()) {
                        before = ProcessMemory.resident();
                    }
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                System.out.println(answers + " answers, " + wrong + " wrong, " + replaced + " models, grew by "
                        + (ProcessMemory.resident() - before) + " bytes to " + ProcessMemory.resident());
            }
        }
    }
}
