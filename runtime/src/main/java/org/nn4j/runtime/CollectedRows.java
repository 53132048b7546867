package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.session.Native;

/** Rows of all batches, one after the other, for metrics that need them all at once. Their memory grows by doubling. */
final class CollectedRows {

    private Tensor room;
    private final long[] shape;
    private int rows;

    /** @param shape of any number of rows */
    CollectedRows(DType dtype, long... shape) {
        this.shape = shape.clone();
        this.room = ofRows(dtype, 0);
    }

    private Tensor ofRows(DType dtype, long count) {
        long[] sized = shape.clone();
        sized[0] = count;
        return Tensor.zeros(dtype, sized);
    }

    void add(OnnxTensor more) {
        add(Native.copy(more));
    }

    void add(CollectedRows more) {
        add(more.all());
    }

    private void add(Tensor more) {
        int together = rows + more.rows();
        if (together > room.rows()) {
            Tensor before = all();
            room = ofRows(room.dtype(), Math.max(together, 2L * room.rows()));
            room.bytes().put(before.bytes());
        }
        ByteBuffer to = room.rows(rows, together).bytes();
        to.put(more.bytes());
        rows = together;
    }

    /** All rows so far, on the same memory. */
    Tensor all() {
        return room.rows(0, rows);
    }

    @Override
    public String toString() {
        return rows + " rows of " + Arrays.toString(shape);
    }
}
