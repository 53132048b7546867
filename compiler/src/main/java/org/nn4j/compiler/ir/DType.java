package org.nn4j.compiler.ir;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The element types of tensors. The code is ONNX's number for the type. */
public enum DType {
    F32(1),
    U8(2),
    I32(6),
    I64(7),
    BOOL(9),
    F64(11),
    /** Only inside lowerings: counter arithmetic of the random generator. */
    U64(13);

    private final int onnxCode;

    DType(int onnxCode) {
        this.onnxCode = onnxCode;
    }

    public int onnxCode() {
        return onnxCode;
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    public boolean isInteger() {
        return this == I64 || this == I32 || this == U8 || this == U64;
    }

    /** The name a user writes: {@code f32}. */
    public String display() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that a user calls {@code name}, if there is one. */
    public static Optional<DType> named(String name) {
        return Arrays.stream(values())
                .filter(d -> d != U64 && d.display().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return display();
    }
}
