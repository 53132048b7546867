package org.nn4j.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.session.Device;
import org.nn4j.runtime.session.Engine;

/** Looks at all that training needs; each finding says what was found and, if it is not well, what to do. */
final class Checkup {

    private static final long LITTLE_HEAP = 256L << 20;
    private static final long LITTLE_DISK = 1L << 30;
    private static final int STEPS = 50;

    /** How it stands with something. */
    enum State {
        FINE,
        /** It works, though not all of it. */
        LIMITED,
        BROKEN
    }

    /** What was found, and what to do about it, empty where there is nothing to do. */
    record Finding(State state, String text, String help) {

        static Finding fine(String text) {
            return new Finding(State.FINE, text, "");
        }
    }

    private final List<Finding> findings = new ArrayList<>();

    /** @param folder where models are saved */
    static List<Finding> of(Path folder) {
        Checkup c = new Checkup();
        c.findings.add(java());
        c.findings.add(system());
        c.findings.add(memory());
        c.findings.add(writable("the folder for temporary files", Path.of(System.getProperty("java.io.tmpdir"))));
        c.findings.add(writable("this folder, in which models are saved,", folder));
        c.engine();
        return c.findings;
    }

    private static Finding java() {
        return Finding.fine("Java " + Runtime.version() + " of " + System.getProperty("java.vendor") + ", in "
                + System.getProperty("java.home"));
    }

    private static Finding system() {
        int processors = Runtime.getRuntime().availableProcessors();
        return Finding.fine(System.getProperty("os.name") + " " + System.getProperty("os.version") + " on "
                + System.getProperty("os.arch") + ", " + processors + (processors == 1 ? " processor" : " processors"));
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory();
        String text = "memory for data up to " + SummaryTable.bytes(heap);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os) {
            text += " of " + SummaryTable.bytes(os.getTotalMemorySize()) + ", of which "
                    + SummaryTable.bytes(os.getFreeMemorySize()) + " are free";
        }
        return heap < LITTLE_HEAP
                ? new Finding(State.LIMITED, text, "More of it: NN_JAVA_OPTS=-Xmx2g")
                : Finding.fine(text + "; NN_JAVA_OPTS=-Xmx8g allows 8 GiB");
    }

    /** Whether files can be written to a folder. */
    static Finding writable(String what, Path folder) {
        try {
            Path file = Files.createTempFile(folder, "nn4j-", null);
            Files.delete(file);
            long free = Files.getFileStore(folder).getUsableSpace();
            String text = what + " can be written: " + folder + ", " + SummaryTable.bytes(free) + " free";
            return free < LITTLE_DISK
                    ? new Finding(State.LIMITED, text, "Make room: a model and its graphs may need more.")
                    : Finding.fine(text);
        } catch (IOException e) {
            return new Finding(
                    State.BROKEN,
                    what + " cannot be written: " + folder,
                    "Allow it, or use another folder; -Djava.io.tmpdir=DIR in NN_JAVA_OPTS names one for temporary"
                            + " files.");
        }
    }

    private void engine() {
        Engine engine;
        try {
            engine = Engine.load();
        } catch (UserException e) {
            findings.add(broken("ONNX Runtime", e));
            return;
        }
        findings.add(
                Finding.fine("ONNX Runtime " + engine.version() + " with " + String.join(", ", engine.providers())));
        findings.add(engine.fault(Device.cuda(0))
                .map(e -> new Finding(State.LIMITED, "no GPU, the CPU is used: " + e.problem(), e.help()))
                .orElse(Finding.fine("a GPU can be used: --device cuda")));
        findings.add(smallModel());
    }

    /** The whole way, from a program to predictions. */
    private static Finding smallModel() {
        long start = System.nanoTime();
        try (WorkFolder work = WorkFolder.empty()) {
            Path project = work.path().resolve("project");
            String program = Scaffold.TABULAR.write(project, "Small");
            CompiledModel compiled = NnCompiler.compile(project.resolve(program), NnCompiler.Options.DEFAULT);
            Path graphs = work.path().resolve("graphs");
            Path saved = work.path().resolve("model");
            compiled.write(graphs);
            try (Trainer trainer =
                    Trainer.open(graphs, new TrainOptions().base(project).steps(STEPS))) {
                trainer.train();
                trainer.save(saved);
            }
            long rows;
            try (Model model = Model.load(saved)) {
                rows = model.predict(model.read(project.resolve("iris.csv")))
                        .output("probabilities")
                        .shape()[0];
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return Finding.fine(String.format(
                    Locale.ROOT,
                    "a small model was compiled, trained for %d steps, saved, loaded and used for %d rows in %.1f s",
                    STEPS,
                    rows,
                    seconds));
        } catch (UserException e) {
            return broken("a small model cannot be trained and used", e);
        } catch (IOException | RuntimeException e) {
            return new Finding(
                    State.BROKEN,
                    "a small model cannot be trained and used: " + e,
                    "NN_DEBUG=1 nn train shows more; please report it.");
        }
    }

    private static Finding broken(String what, UserException e) {
        return new Finding(State.BROKEN, what + ": " + e.problem(), e.help());
    }
}
