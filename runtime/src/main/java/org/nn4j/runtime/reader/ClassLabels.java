package org.nn4j.runtime.reader;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Feed;

/** Indices of classes as a target takes them. */
public final class ClassLabels {

    private ClassLabels() {}

    /** One index for each row, as {@code i64[N]} or {@code f32[N]}. */
    public static Tensor of(Feed feed, int[] classes) {
        Tensor tensor = Tensor.zeros(feed.dtype(), classes.length);
        if (feed.dtype() == DType.F32) {
            FloatBuffer to = tensor.floats();
            for (int index : classes) {
                to.put(index);
            }
        } else {
            LongBuffer to = tensor.longs();
            for (int index : classes) {
                to.put(index);
            }
        }
        return tensor;
    }
}
