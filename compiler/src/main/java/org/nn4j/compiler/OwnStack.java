package org.nn4j.compiler;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs the compiler on a stack of its own. It walks trees by recursion, as deep as the limits of the language allow;
 * how much stack the caller has left must not decide whether a program compiles.
 */
final class OwnStack {

    /** Many times what the deepest program that the limits let through was seen to take. */
    private static final long BYTES = 64L << 20;

    private OwnStack() {}

    static <T> T call(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "nn-compiler", BYTES);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compiling", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        }
    }
}
