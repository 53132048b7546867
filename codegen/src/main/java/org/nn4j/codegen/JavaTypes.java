package org.nn4j.codegen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.stream.Collectors;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.Port;

/** The Java types of rows of tensors. */
final class JavaTypes {

    private JavaTypes() {}

    /** The dims of a row: those of a port without the batch. */
    static List<Dim> row(Port port) {
        return port.shape().subList(1, port.shape().size());
    }

    /** An element, or an array of arrays. */
    static TypeName of(DType dtype, int axes) {
        TypeName type = element(dtype);
        for (int i = 0; i < axes; i++) {
            type = ArrayTypeName.of(type);
        }
        return type;
    }

    private static TypeName element(DType dtype) {
        return switch (dtype) {
            case F32 -> TypeName.FLOAT;
            case F64 -> TypeName.DOUBLE;
            case I64 -> TypeName.LONG;
            case I32 -> TypeName.INT;
            case U8 -> TypeName.BYTE;
            case BOOL -> TypeName.BOOLEAN;
        };
    }

    /** Dims as people write them: {@code 28 × 28}. */
    static String dims(List<Dim> row) {
        return row.stream().map(Dim::toString).collect(Collectors.joining(" × "));
    }
}
