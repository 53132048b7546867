package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.fixture.ChildJvm;
import org.nn4j.runtime.fixture.CsvText;
import org.nn4j.runtime.fixture.LinearModel;
import org.nn4j.runtime.fixture.ProcessMemory;

/** ONNX Runtime's memory is not the garbage collector's: what is not closed stays. */
@EnabledOnOs(OS.LINUX)
final class NativeMemoryTest {

    /** With wide rows, a tensor that is not closed costs 16 KiB: all of 10,000 would be 160 MiB. */
    private static final int FEATURES = 4096;

    private static final int STEPS = 10_000;
    private static final long MOST_GROWTH = 40L << 20;

    @TempDir
    Path temp;

    @Test
    void tenThousandRunsLeaveNothingBehind() throws IOException {
        String output = ChildJvm.run(Running.class, temp.toString());
        assertTrue(output.startsWith("grew by "), output);
        long growth = Long.parseLong(output.substring("grew by ".length()).strip());
        assertTrue(growth < MOST_GROWTH, growth + " bytes");
    }

    /** Trains, one step to a run, in a process whose memory nothing else changes. */
    static final class Running {
        private Running() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Files.writeString(folder.resolve("data.csv"), CsvText.numbers(6, FEATURES, x -> x[0]));
            Path model =
                    LinearModel.number(FEATURES, 1e-5).data("validation", 0.3).writeTo(folder.resolve("model"));
            var before = new long[1];
            var options = new TrainOptions().base(folder).steps(STEPS).batch(2).listener(new TrainListener() {
                @Override
                public void epochEnded(EpochEnd end) {
                    if (end.epoch() == STEPS / 20) {
                        before[0] = ProcessMemory.resident();
                    }
                }
            });
            options.pace = () -> Pace.of(1);
            try (Trainer trainer = Trainer.open(model, options)) {
                trainer.train();
                System.out.println("grew by " + (ProcessMemory.resident() - before[0]));
            }
        }
    }
}
