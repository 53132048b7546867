package org.nn4j.benchmarks.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.data.Dataset;

/** A process that trains or predicts and then prints the most memory it had resident, as Linux counted it. */
final class ResidentMemory {

    private static final int TIMES = 4;

    private ResidentMemory() {}

    /** {@code training} or {@code inference}, a workload, rows of a batch, the folder that it was compiled into. */
    public static void main(String[] args) throws IOException {
        Workload workload = Workload.of(args[1]);
        int batch = Integer.parseInt(args[2]);
        Path folder = Path.of(args[3]);
        if (args[0].equals("training")) {
            train(folder, Ours.data(workload, 2 * batch), batch);
        } else {
            predict(folder, Ours.data(workload, batch));
        }
        System.out.println(most());
    }

    private static void train(Path folder, Dataset data, int batch) {
        TrainOptions options =
                new TrainOptions().data(data).batch(batch).epochs(TIMES).threads(1);
        try (Trainer trainer = Trainer.open(folder, options)) {
            trainer.train();
        }
    }

    private static void predict(Path folder, Dataset data) {
        try (Model model = Model.load(folder)) {
            for (int i = 0; i < TIMES; i++) {
                model.predict(data);
            }
        }
    }

    /** In bytes. */
    private static long most() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
