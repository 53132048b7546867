package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.session.Native;

/**
 * Goes through the rows of a pass, in their order, batch by batch, with several batches to a run. What is left at the
 * end is a smaller batch and a run of its own.
 */
final class Batches implements AutoCloseable {

    private final Pass pass;
    private final int batch;
    private final Pace pace;

    private int[] list = {};
    private int at;
    private int steps;
    private long start;
    private @Nullable Tensor indices;
    private @Nullable OnnxTensor rows;

    /** Takes over the pass. */
    Batches(Pass pass, int batch, Pace pace) {
        this.pass = pass;
        this.batch = batch;
        this.pace = pace;
    }

    /** The rows of a run over no batch at all: it turns totals into values. To be closed. */
    static OnnxTensor none(int batch) {
        return Native.of(Tensor.zeros(DType.I64, 0, batch));
    }

    /** Moves on to the next run; false when all rows have been through. */
    boolean next() {
        if (rows != null && batchRows() == batch) {
            pace.took(steps, (System.nanoTime() - start) / 1e9);
        }
        release();
        while (at == list.length) {
            if (!pass.next()) {
                return false;
            }
            list = pass.rows();
            at = 0;
        }
        int left = list.length - at;
        steps = left < batch ? 1 : pace.next(left / batch);
        Tensor run = Tensor.zeros(DType.I64, steps, Math.min(left, batch));
        LongBuffer to = run.longs();
        while (to.hasRemaining()) {
            to.put(list[at++]);
        }
        indices = run;
        rows = Native.of(run);
        start = System.nanoTime();
        return true;
    }

    /** The rows that are in memory. */
    NativeData data() {
        return pass.data();
    }

    /** The rows of this run, i64[steps, rows of a batch]. */
    OnnxTensor rows() {
        if (rows == null) {
            throw new IllegalStateException("between two runs");
        }
        return rows;
    }

    /** The rows of one batch of this run, i64[rows of a batch]. */
    Tensor rows(int step) {
        if (indices == null) {
            throw new IllegalStateException("between two runs");
        }
        return indices.rows(step, step + 1).reshape(batchRows());
    }

    /** The batches of this run. */
    int steps() {
        return steps;
    }

    /** The rows of each batch of this run. */
    int batchRows() {
        return (int) rows().getInfo().getShape()[1];
    }

    private void release() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    @Override
    public void close() {
        release();
        pass.close();
    }
}
