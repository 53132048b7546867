package org.nn4j.compiler.onnx;

import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Op;

/** What the type rules allow, but ONNX Runtime's CPU provider has no kernel for. */
final class MissingKernels {

    private static final Map<String, Set<DType>> BY_OP =
            Map.of("erf", Set.of(DType.F64), "conv", Set.of(DType.F64), "conv_transpose", Set.of(DType.F64));

    private MissingKernels() {}

    static Set<DType> of(Op op) {
        return BY_OP.getOrDefault(op.name(), Set.of());
    }
}
