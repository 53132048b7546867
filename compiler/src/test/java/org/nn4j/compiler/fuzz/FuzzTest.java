package org.nn4j.compiler.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.assemble.ModelFiles;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.elaborate.Elaborate;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.Parser;
import org.nn4j.compiler.syntax.format.Formatter;

/**
 * Programs that nobody would write: the compiler accepts each or says what is wrong. It never fails, never hangs and
 * never runs out of stack, and what it accepts keeps its layout when it is formatted twice.
 */
class FuzzTest {
    /** Of processor time: a large model on a busy machine is no hang. */
    private static final Duration HANG = Duration.ofMinutes(1);

    /** Of time, for a compiler that waits for nothing. */
    private static final Duration STUCK = Duration.ofMinutes(10);

    /** As much as the compiler gives itself. */
    private static final long STACK = 64L << 20;

    private final Corpus corpus;

    FuzzTest() throws IOException {
        corpus = new Corpus();
    }

    /** What is being compiled, and since when. */
    private record Running(long number, String text, long since, long cpuSince) {

        boolean takesTooLong(Thread worker) {
            return System.nanoTime() - since > STUCK.toNanos()
                    || THREADS.getThreadCpuTime(worker.getId()) - cpuSince > HANG.toNanos();
        }
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** How far a run came. */
    private static final class Counts {
        long programs;
        long parsed;
        long accepted;
    }

    @Test
    void aThousandPrograms() throws InterruptedException {
        run(1, 1_000, Duration.ofMinutes(5));
    }

    /** For as many seconds as {@code -Dfuzz.seconds} says, from {@code -Dfuzz.seed} on. */
    @Test
    @Tag("slow")
    void forAWhile() throws InterruptedException {
        run(
                Long.getLong("fuzz.seed", System.nanoTime()),
                Long.MAX_VALUE,
                Duration.ofSeconds(Long.getLong("fuzz.seconds", 60)));
    }

    /** Program {@code i} of a run is made of the seed {@code first + i} alone, so that it can be made again. */
    private void run(long first, long programs, Duration time) throws InterruptedException {
        AtomicReference<@Nullable Running> running = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Counts counts = new Counts();
        long start = System.nanoTime();
        Runnable work = () -> {
            for (long i = 0; i < programs && System.nanoTime() - start < time.toNanos(); i++) {
                String text = corpus.next(new Random(first + i));
                running.set(new Running(first + i, text, System.nanoTime(), THREADS.getCurrentThreadCpuTime()));
                compile(text, counts);
            }
        };
        Thread worker = new Thread(null, work, "fuzz", STACK);
        worker.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        worker.setDaemon(true);
        worker.start();
        while (worker.isAlive()) {
            worker.join(1_000);
            Running now = running.get();
            if (worker.isAlive() && now != null && now.takesTooLong(worker)) {
                StringBuilder stack = new StringBuilder();
                for (StackTraceElement e : worker.getStackTrace()) {
                    stack.append("\n    at ").append(e);
                }
                fail("program " + now.number + " takes longer than " + HANG + " of processor time" + stack + "\n"
                        + now.text);
            }
        }
        Throwable e = failure.get();
        if (e != null) {
            Running last = Objects.requireNonNull(running.get());
            throw new AssertionError("program " + last.number + ":\n" + last.text, e);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d programs from seed %d in %.0f s (%.1f each second): %d parsed, %d accepted%n",
                counts.programs, first, seconds, counts.programs / seconds, counts.parsed, counts.accepted);
        assertTrue(counts.parsed > counts.programs / 10 && counts.accepted > 0, "nothing but noise");
    }

    private static void compile(String text, Counts counts) {
        counts.programs++;
        SourceFile file = new SourceFile("fuzz.nn", text);
        Diagnostics diagnostics = new Diagnostics();
        Elaborate source = new Elaborate(file, name -> null, diagnostics);
        boolean parsed = Parser.concrete(file, new Diagnostics()) != null;
        if (parsed) {
            counts.parsed++;
            keepsLayout(file);
        }
        if (!diagnostics.hasErrors()) {
            source.checkDeclarations();
            for (String model : source.models()) {
                Program p = source.elaborate(model, null, Map.of());
                if (p != null && !diagnostics.hasErrors()) {
                    ModelFiles.assemble(p);
                }
            }
        }
        if (!diagnostics.hasErrors()) {
            counts.accepted++;
        }
        DiagnosticPrinter.plain().print(diagnostics.sorted(), diagnostics.omitted());
    }

    private static void keepsLayout(SourceFile file) {
        String once = formatted(file);
        if (once != null) {
            String twice = formatted(new SourceFile("fuzz.nn", once));
            assertTrue(once.equals(twice), () -> "formatted once:\n" + once + "\ntwice:\n" + twice);
        }
    }

    private static @Nullable String formatted(SourceFile file) {
        return Formatter.format(file, new Diagnostics());
    }
}
