package org.nn4j.compiler.pass;

import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;

/** {@code cast(cast(x, A), C)} → {@code cast(x, C)} where {@code A} holds every number that {@code x} can have. */
final class MergeCasts extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Node inner = n.op() == Elementwise.CAST ? r.definition(n.input(0), Elementwise.CAST) : null;
        if (inner == null || !holds(inner.output().dtype(), inner.input(0).dtype())) {
            return null;
        }
        return Elementwise.cast(r.b(), r.get(inner.input(0)), n.output().dtype());
    }

    private static boolean holds(DType wide, DType narrow) {
        return switch (narrow) {
            case BOOL -> true;
            case U8 -> wide != DType.BOOL;
            case F32 -> wide == DType.F64;
            case I32 -> wide == DType.I64 || wide == DType.F64;
            case I64, U64, F64 -> false;
        };
    }
}
