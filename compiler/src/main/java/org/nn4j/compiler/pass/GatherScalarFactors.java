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

    /** A tensor multiplied with a scalar, or divided by it. */
    private record Scaled(Value tensor, Value scalar, boolean divided) {}

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Scaled outer = scaled(n);
        if (outer == null || !r.usedOnce(outer.tensor)) {
            return null;
        }
        Node product = r.definition(outer.tensor, MUL);
        Node inside = product != null ? product : r.definition(outer.tensor, DIV);
        Scaled inner = inside == null ? null : scaled(inside);
        if (inner == null) {
            return null;
        }
        if (outer.divided == inner.divided) {
            Op op = outer.divided ? DIV : MUL;
            return r.b().add(op, n.attributes(), r.get(inner.tensor), joined(r, MUL, inner.scalar, outer.scalar));
        }
        Value up = outer.divided ? inner.scalar : outer.scalar;
        Value down = outer.divided ? outer.scalar : inner.scalar;
        return Elementwise.mul(r.b(), r.get(inner.tensor), joined(r, DIV, up, down));
    }

    private static @Nullable Scaled scaled(Node n) {
        if ((n.op() != MUL && n.op() != DIV) || !n.output().dtype().isFloat()) {
            return null;
        }
        boolean divided = n.op() == DIV;
        if (n.input(1).rank() == 0 && n.input(0).rank() > 0) {
            return new Scaled(n.input(0), n.input(1), divided);
        }
        boolean first = !divided && n.input(0).rank() == 0 && n.input(1).rank() > 0;
        return first ? new Scaled(n.input(1), n.input(0), false) : null;
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
