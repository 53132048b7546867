package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Op;

/** Types of the operators on bits, by indices of several axes, that put and group, and of Fourier's transform. */
final class PointTypeCases {

    private final List<TypeRulesTest.Case> all = new ArrayList<>();

    private PointTypeCases() {}

    static List<TypeRulesTest.Case> all() {
        PointTypeCases c = new PointTypeCases();
        c.bits();
        c.points();
        c.puts();
        return c.all;
    }

    private void of(Op op, Attributes a, String inputs, String result) {
        all.add(new TypeRulesTest.Case(
                op, a, Arrays.stream(inputs.split("; ")).map(OpSample::type).toList(), result));
    }

    private void of(Op op, String inputs, String result) {
        of(op, Attributes.NONE, inputs, result);
    }

    private void bits() {
        for (Op op : List.of(BitOps.BITWISE_AND, BitOps.BITWISE_OR, BitOps.BITWISE_XOR)) {
            of(op, "i64[B, 1]; i64[3]", "i64[B, 3]");
            of(op, "u8[B]; u8", "u8[B]");
            of(op, "f32; f32", "DTYPE `" + op + "` needs integers, not f32");
            of(op, "i64; i32", "DTYPE element types differ in `" + op + "`: i64 and i32");
        }
        of(BitOps.BITWISE_NOT, "i32[B]", "i32[B]");
        of(BitOps.BITWISE_NOT, "bool", "DTYPE `bitwise_not` needs integers, not bool");
    }

    private void points() {
        of(PointOps.GATHER_ND, "f32[B, T, 3]; i64[D, 2]", "f32[D, 3]");
        of(PointOps.GATHER_ND, "u8[B, T]; i64[2]", "u8");
        of(PointOps.GATHER_ND, "f32[B]; i32[D, 1]", "DTYPE indices must be i64, not i32");
        of(
                PointOps.GATHER_ND,
                "f32[B]; i64[D, 2]",
                "SIZES the last axis of the indices of `gather_nd` must be of a known size from 1 to 1");
        of(
                PointOps.GATHER_ND,
                "f32[B]; i64[T]",
                "SIZES the last axis of the indices of `gather_nd` must be of a known size from 1 to 1");
        Attributes to = Attributes.of("shape", OpSample.shape("[B, T, 3]"));
        of(PointOps.SCATTER_ADD_ND, to, "i64[D, 2]; f32[D, 3]", "f32[B, T, 3]");
        of(PointOps.SCATTER_ADD_ND, to, "i64[D, 2]; f32[D]", "SIZES `scatter_add_nd` needs [D, 3] here, not [D]");
        for (Op op : List.of(PointOps.SCATTER_MAX, PointOps.SCATTER_MIN)) {
            Attributes rows = Attributes.of("shape", OpSample.shape("[5, 3]"));
            of(op, rows, "i64[B, T]; f32[B, T, 3]", "f32[5, 3]");
            of(op, rows, "i64[B]; i64[B, 3]", "DTYPE `" + op + "` needs a floating-point tensor, not i64");
        }
    }

    private void puts() {
        of(PointOps.PUT, "i64[B, 3]; i64[T]; i64[T, 3]", "i64[B, 3]");
        of(PointOps.PUT, "f32[B]; i64; f32", "f32[B]");
        of(PointOps.PUT, "f32[B, 3]; i64[T]; f32[3]", "SIZES `put` needs [T, 3] here, not [3]");
        of(PointOps.PUT, "f32[B]; i64; f64", "DTYPE element types differ in `put`: f32 and f64");
        Attributes axis = Attributes.of("axis", 1);
        of(PointOps.PUT_ALONG, axis, "f32[B, 3]; i64[B, 2]; f32[B, 2]", "f32[B, 3]");
        of(
                PointOps.PUT_ALONG,
                axis,
                "f32[B, 3]; i64[B, 2]; f32[B, 1]",
                "SIZES `put_along` needs [B, 2] here, not [B, 1]");
        of(Fourier.DFT, "f32[B, T, 2]", "f32[B, T, 2]");
        of(Fourier.DFT, "f32[B, 3]", "SIZES `dft` needs complex numbers: `[...S, N, 2]`");
        of(Fourier.DFT, "i64[B, 2]", "DTYPE `dft` needs a floating-point tensor, not i64");
    }
}
