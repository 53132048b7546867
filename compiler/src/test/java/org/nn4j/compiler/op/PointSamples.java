package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Filler.DISTINCT;
import static org.nn4j.compiler.op.Filler.TIES;
import static org.nn4j.compiler.op.Filler.below;
import static org.nn4j.compiler.op.Filler.given;
import static org.nn4j.compiler.op.OpSample.in;
import static org.nn4j.compiler.op.OpSample.shape;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Op;

/** Samples of bits, of indices of several axes, of what is put and grouped, and of Fourier's transform. */
final class PointSamples {

    private final List<OpSample> all = new ArrayList<>();

    private PointSamples() {}

    static List<OpSample> all() {
        PointSamples s = new PointSamples();
        s.bits();
        s.points();
        s.puts();
        s.groups();
        s.transforms();
        return s.all;
    }

    private void bits() {
        for (Op op : List.of(BitOps.BITWISE_AND, BitOps.BITWISE_OR, BitOps.BITWISE_XOR)) {
            add(op, in("i64[6]", given(12, -1, 5, -8, 0, 1L << 40)), in("i64[6]", given(10, 7, -3, -5, 9, 3)));
            add(op, in("i32[B, 3]", given(12, -7, 5)), in("i32[3]", given(10, 3, -2)));
            add(op, in("u8[B]", given(200, 15)), in("u8", given(77)));
        }
        add(BitOps.BITWISE_NOT, in("i64[4]", given(0, -1, 5, 1L << 40)));
        add(BitOps.BITWISE_NOT, in("i32[B, 2]", given(3, -4)));
        add(BitOps.BITWISE_NOT, in("u8[B]", given(0, 200)));
    }

    private void points() {
        add(PointOps.GATHER_ND, in("f64[5, 5, 3]"), in("i64[B, 2]", below(5)));
        add(PointOps.GATHER_ND, in("f64[5, 5]"), in("i64[B, T, 2]", below(5)));
        add(PointOps.GATHER_ND, in("f64[D, 2]"), in("i64[T, 1]", below(5)));
        add(PointOps.GATHER_ND, in("f64[2, 2, 2]"), in("i64[3]", given(1, 0, 1)));
        pointsOf("[5, 5, 3]", in("i64[B, 2]", below(5)), in("f64[B, 3]"));
        pointsOf("[2, 2]", in("i64[B, T, 2]", below(2)), in("f64[B, T]"));
        pointsOf("[4, 2]", in("i64[1]", given(2)), in("f64[2]"));
    }

    private void pointsOf(String shape, OpSample.Input... in) {
        all.add(OpSample.of(PointOps.SCATTER_ADD_ND, Attributes.of("shape", shape(shape)), in));
    }

    private void puts() {
        add(PointOps.PUT, in("f64[5, 3]"), in("i64[B]", given(2, 0, 4, 1)), in("f64[B, 3]"));
        add(PointOps.PUT, in("f64[D]"), in("i64", given(3)), in("f64"));
        add(PointOps.PUT, in("f64[12, T]"), in("i64[B, 2]", given(7, 0, 3, 1, 11, 4, 5, 6)), in("f64[B, 2, T]"));
        for (int axis = 0; axis < 2; axis++) {
            Attributes along = Attributes.of("axis", axis);
            OpSample.Input indices = axis == 0 ? in("i64[1, 4]", below(4)) : in("i64[4, 1]", below(4));
            OpSample.Input elements = axis == 0 ? in("f64[1, 4]") : in("f64[4, 1]");
            all.add(OpSample.of(PointOps.PUT_ALONG, along, in("f64[4, 4]"), indices, elements));
        }
        all.add(OpSample.of(
                PointOps.PUT_ALONG,
                Attributes.of("axis", 1),
                in("f64[B, 3]"),
                in("i64[B, 2]", given(2, 0, 1, 2, 0, 1)),
                in("f64[B, 2]")));
    }

    private void groups() {
        for (Op op : List.of(PointOps.SCATTER_MAX, PointOps.SCATTER_MIN)) {
            group(op, "[2, 3]", in("i64[B, T]", below(2)), in("f64[B, T, 3]", DISTINCT));
            group(op, "[1]", in("i64[B]", given(0)), in("f64[B]", DISTINCT));
            all.add(OpSample.of(
                            op,
                            Attributes.of("shape", shape("[5, 2]")),
                            in("i64[B]", given(2, 0, 2, 4)),
                            in("f64[B, 2]", TIES))
                    .atAKink());
        }
    }

    /** Only where each index has a row do differences tell something. */
    private void group(Op op, String shape, OpSample.Input... in) {
        OpSample s = OpSample.of(op, Attributes.of("shape", shape(shape)), in);
        all.add(shape.equals("[1]") ? s : s.atAKink());
    }

    private void transforms() {
        for (boolean inverse : new boolean[] {false, true}) {
            Attributes a = inverse ? Attributes.of("inverse", true) : Attributes.NONE;
            for (String type : List.of("f64[B, 8, 2]", "f64[5, 2]", "f64[2, B, T, 2]", "f64[1, 2]", "f64[6, 3, 2]")) {
                all.add(OpSample.of(Fourier.DFT, a, in(type)));
            }
        }
    }

    private void add(Op op, OpSample.Input... in) {
        all.add(OpSample.of(op, in));
    }
}
