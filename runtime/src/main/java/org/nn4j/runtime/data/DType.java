package org.nn4j.runtime.data;

import java.util.Locale;

/** The type of a tensor's elements. */
public enum DType {
    F32(4),
    F64(8),
    I32(4),
    I64(8),
    U8(1),
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of an element. */
    public int bytes() {
        return bytes;
    }

    /** As the language writes it: {@code f32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
