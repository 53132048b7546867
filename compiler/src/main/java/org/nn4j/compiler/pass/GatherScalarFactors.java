package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.Elementwise.CAST;
import static org.nn4j.compiler.op.Elementwise.DIV;
import static org.nn4j.compiler.op.Elementwise.MUL;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;

/**
 * {@code (x * s) / r} → {@code x * (s / r)} and its like, for a tensor {@code x} and scalars: the tensor is read and
 * written once. Scalars that were rounded down from float64 are joined there, so the product has one rounding error less
 * than before.
 */
final class GatherScalarFactors extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Scaled outer = Scaled.of(n);
        Scaled inner = outer == null ? null : Scaled.ofOnly(r, outer.tensor());
        if (outer == null || inner == null) {
            return null;
        }
        if (outer.divided() == inner.divided()) {
            Op op = outer.divided() ? DIV : MUL;
            return r.b().add(op, n.attributes(), r.get(inner.tensor()), joined(r, MUL, inner.scalar(), outer.scalar()));
        }
        Value up = outer.divided() ? inner.scalar() : outer.scalar();
        Value down = outer.divided() ? outer.scalar() : inner.scalar();
        return Elementwise.mul(r.b(), r.get(inner.tensor()), joined(r, DIV, up, down));
    }

    private static Value joined(Rewrite r, Op op, Value x, Value y) {
        GraphBuilder b = r.b();
        Value wideX = wide(r, x);
        Value wideY = wide(r, y);
        boolean narrowed = isNarrowed(r, x) || isNarrowed(r, y);
        if (!narrowed || wideX == null || wideY == null) {
            return b.add(op, Attributes.NONE, r.get(x), r.get(y));
        }
        return Elementwise.cast(b, b.add(op, Attributes.NONE, wideX, wideY), DType.F32);
    }

    private static boolean isNarrowed(Rewrite r, Value v) {
        Node cast = v.dtype() == DType.F32 ? r.definition(v, CAST) : null;
        return cast != null && cast.input(0).dtype() == DType.F64;
    }

    /** A scalar in float64, where that needs no conversion at run time. */
    private static @Nullable Value wide(Rewrite r, Value v) {
        Node cast = r.definition(v, CAST);
        if (cast != null && isNarrowed(r, v)) {
            return r.get(cast.input(0));
        }
        OptionalDouble number = v.dtype() == DType.F32 ? r.number(v) : OptionalDouble.empty();
        return number.isPresent() ? Constants.scalar(r.b(), DType.F64, number.getAsDouble()) : null;
    }
}
