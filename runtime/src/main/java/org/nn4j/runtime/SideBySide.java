package org.nn4j.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.session.Outputs;

/** Threads that run a graph at the same time; the one that asks is one of them. */
final class SideBySide implements AutoCloseable {

    private final ExecutorService others;

    SideBySide(int threads) {
        others = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "nn4j-part");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs parts from 0 on, and answers in their order when all have ended. If one failed, its fault is thrown, and
     * what the others gave is closed.
     */
    List<Outputs> run(int parts, IntFunction<Outputs> part) {
        List<CompletableFuture<Outputs>> running = new ArrayList<>();
        for (int i = 1; i < parts; i++) {
            int number = i;
            running.add(CompletableFuture.supplyAsync(() -> part.apply(number), others));
        }
        running.add(0, CompletableFuture.supplyAsync(() -> part.apply(0), Runnable::run));

        List<Outputs> given = new ArrayList<>();
        List<Throwable> faults = new ArrayList<>();
        for (CompletableFuture<Outputs> each : running) {
            try {
                given.add(each.join());
            } catch (CompletionException e) {
                faults.add(e.getCause() == null ? e : e.getCause());
            }
        }
        if (!faults.isEmpty()) {
            given.forEach(Outputs::close);
            throw faults.get(0) instanceof RuntimeException known
                    ? known
                    : new InternalException("a part of a batch failed", faults.get(0));
        }
        return given;
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
