package org.nn4j.runtime.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.RunOptions;
import org.nn4j.runtime.error.InternalException;

/** Lets one thread end the runs of another, in the middle of a run too. */
public final class Cancellation implements AutoCloseable {

    /** Thrown by a run that was ended; nothing came of it. */
    public static final class CancelledException extends RuntimeException {
        CancelledException(Throwable cause) {
            super("the run was cancelled", cause);
        }
    }

    private final RunOptions options;
    private volatile boolean cancelled;
    private boolean closed;

    public Cancellation() {
        try {
            options = new RunOptions();
            options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        } catch (OrtException e) {
            throw new InternalException("ONNX Runtime refused its run options", e);
        }
    }

    /** Ends the run under way, and every later one. */
    public synchronized void cancel() {
        cancelled = true;
        if (closed) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new InternalException("ONNX Runtime cannot end a run", e);
        }
    }

    public boolean isCancelled() {
        return cancelled;
    }

    RunOptions options() {
        return options;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            options.close();
        }
    }
}
