package org.nn4j.compiler.onnx;

import java.util.Set;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Op;

/** What the type rules allow, but ONNX Runtime's CPU provider has no kernel for. */
final class MissingKernels {

    private static final Set<String> NO_DOUBLES = Set.of(
            "erf",
            "tan",
            "asin",
            "acos",
            "atan",
            "sinh",
            "cosh",
            "asinh",
            "acosh",
            "atanh",
            "conv",
            "conv_transpose",
            "average_pool",
            "spread_pool",
            "enlarge");

    private MissingKernels() {}

    static Set<DType> of(Op op) {
        return NO_DOUBLES.contains(op.name()) ? Set.of(DType.F64) : Set.of();
    }
}
