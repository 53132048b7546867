package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Constants.scalar;
import static org.nn4j.compiler.op.Elementwise.*;
import static org.nn4j.compiler.op.Filler.DISTINCT;
import static org.nn4j.compiler.op.Filler.DISTINCT_BETWEEN;
import static org.nn4j.compiler.op.Filler.NEGATIVE;
import static org.nn4j.compiler.op.Filler.POSITIVE;
import static org.nn4j.compiler.op.Filler.SMOOTH;
import static org.nn4j.compiler.op.Filler.TIES;
import static org.nn4j.compiler.op.Filler.given;
import static org.nn4j.compiler.op.OpSample.in;
import static org.nn4j.compiler.op.Trigonometry.*;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Op;

/** Samples of the operators that work place by place. */
final class ElementwiseSamples {

    private final List<OpSample> all = new ArrayList<>();

    private ElementwiseSamples() {}

    static List<OpSample> all() {
        ElementwiseSamples s = new ElementwiseSamples();
        s.arithmetic();
        s.functions();
        s.inverses();
        s.logic();
        s.conversion();
        return s.all;
    }

    private void arithmetic() {
        for (Op op : List.of(ADD, SUB, MUL, DIV)) {
            pairs(op, SMOOTH, SMOOTH);
        }
        pairs(FLOOR_DIV, DISTINCT, POSITIVE);
        pairs(FLOOR_DIV, DISTINCT, NEGATIVE);
        add(FLOOR_DIV, in("i64[8]", given(-7, -7, 7, 7, -8, 8, 0, -1)), in("i64[8]", given(2, -2, 2, -2, 4, -4, 3, 9)));
        pairs(MOD, DISTINCT, POSITIVE);
        pairs(MOD, DISTINCT, NEGATIVE);
        add(MOD, in("i64[B, 3]", given(-7, 7, 5, 0)), in("i64[3]", given(3, 4, -3)));
        add(MOD, in("i64[8]", given(-7, -7, 7, 7, -8, 8, 0, -1)), in("i64[8]", given(2, -2, 2, -2, 4, -4, 3, 9)));
        add(MOD, in("i32[B]", given(-7, 7)), in("i32", given(3)));
        add(MOD, in("u8[B]", given(7, 255)), in("u8", given(4)));
        pairs(POW, POSITIVE, SMOOTH);
        pairs(POW, POSITIVE, POSITIVE);
        // Of any sign where the exponent is a constant.
        all.add(OpSample.of(
                POW, (b, v) -> List.of(pow(b, v.get(0), scalar(b, v.get(0).dtype(), 3))), in("f64[B, 3]")));
        kink(POW, in("f64[3]", given(0, -2, 3)), in("f64[3]", given(2, 3, 0)));
        for (Op op : List.of(MAXIMUM, MINIMUM)) {
            pairs(op, DISTINCT, DISTINCT_BETWEEN);
            kink(op, in("f64[B, 3]", TIES), in("f64[3]", TIES));
        }
    }

    private void functions() {
        for (Op op : List.of(NEG, ABS, SIGN, EXP, TANH, SIGMOID, SOFTPLUS, RELU, ERF)) {
            shapes(op, SMOOTH);
            // The exponential of 89 is too large for f32.
            kink(op, in("f64[9]", given(0, -0.0, 80, -80, 20, -20, 0.001f, -0.001f, 3)));
        }
        for (Op op : List.of(LOG, SQRT)) {
            shapes(op, POSITIVE);
            kink(op, in("f64[4]", given(0, 1, 0x1p-100, 0x1p100)));
        }
        for (Op op : List.of(FLOOR, CEIL, ROUND)) {
            shapes(op, given(0.25, -1.25, 2.75, -3.75, 1.125));
            kink(op, in("f64[8]", given(0, -1, -0.5, 2, 1.75, -2.25, 0.5, 2.5)));
        }
        for (Op op : List.of(SIN, COS, TAN, ATAN, SINH, COSH, ASINH)) {
            shapes(op, Filler.BELOW_1);
            kink(op, in("f64[5]", given(0, 3, -3, 20, -20)));
        }
        for (Op op : List.of(ASIN, ACOS)) {
            shapes(op, Filler.BELOW_1);
            kink(op, in("f64[3]", given(0, 1, -1)));
        }
    }

    private void inverses() {
        shapes(ATANH, Filler.BELOW_1);
        kink(ATANH, in("f64[3]", given(0, 0.999, -0.999)));
        shapes(ACOSH, given(1.5, 2, 30, 4.25, 1.125));
        kink(ACOSH, in("f64[2]", given(1, 1e6)));
    }

    private void logic() {
        for (Op op : List.of(EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL)) {
            pairs(op, DISTINCT, DISTINCT_BETWEEN);
            kink(op, in("f64[B, 3]", TIES), in("f64[B, 3]", TIES));
        }
        for (Op op : List.of(AND, OR)) {
            add(op, in("bool[4]", given(0, 0, 1, 1)), in("bool[4]", given(0, 1, 0, 1)));
            add(op, in("bool[B, 1]"), in("bool[3]"));
            add(op, in("bool"), in("bool[2, T]"));
        }
        add(NOT, in("bool[B, 3]"));
        add(NOT, in("bool"));
        add(WHERE, in("bool[B, 3]"), in("f64[B, 3]"), in("f64[B, 3]"));
        add(WHERE, in("bool[B, 1]"), in("f64[3]"), in("f64"));
        add(WHERE, in("bool"), in("f64[1, 3]"), in("f64[T, 1]"));
        add(WHERE, in("bool[2, 1, T]"), in("f64"), in("f64[2, 3, 1]"));
        add(IS_FINITE, in("f64[B, 3]"));
        kink(IS_FINITE, in("f64[5]", given(Double.NaN, 1, Double.POSITIVE_INFINITY, 0, Double.NEGATIVE_INFINITY)));
    }

    private void conversion() {
        for (DType to : DType.values()) {
            if (to == DType.U64) {
                continue;
            }
            Attributes a = Attributes.of("to", to);
            all.add(OpSample.of(CAST, a, in("f64[B, 3]", POSITIVE)));
            all.add(OpSample.of(CAST, a, in("f32[2, T]", POSITIVE)));
            all.add(OpSample.of(CAST, a, in("i64[T]", given(0, 1, 200))));
            all.add(OpSample.of(CAST, a, in("i32", given(3))));
            all.add(OpSample.of(CAST, a, in("u8[B]", given(0, 255))));
            all.add(OpSample.of(CAST, a, in("bool[B]", given(0, 1))));
        }
        all.add(OpSample.of(CAST, Attributes.of("to", DType.I64), in("f64[4]", given(-1.5, 1.5, -0.25, -3)))
                .atAKink());
        add(STOP_GRADIENT, in("f64[B, 3]"));
        add(STOP_GRADIENT, in("f64"));
    }

    private void add(Op op, OpSample.Input... in) {
        all.add(OpSample.of(op, in));
    }

    private void kink(Op op, OpSample.Input... in) {
        all.add(OpSample.of(op, in).atAKink());
    }

    private void shapes(Op op, Filler x) {
        for (String shape : List.of("", "[5]", "[B, 3]", "[2, 1, T]", "[2, B, 1, 2]")) {
            add(op, in("f64" + shape, x));
        }
    }

    /** The ways in which two shapes can meet. */
    private void pairs(Op op, Filler x, Filler y) {
        String[][] shapes = {
            {"", ""},
            {"[B, 3]", "[B, 3]"},
            {"[B, 3]", "[3]"},
            {"[3]", "[B, 3]"},
            {"[B, 1]", "[1, 3]"},
            {"", "[2, T]"},
            {"[2, T]", ""},
            {"[1, 1]", "[B, 3]"},
            {"[B, T, 2]", "[T, 1]"},
            {"[2, 1, T, 1]", "[B, 1, 3]"},
        };
        for (String[] s : shapes) {
            add(op, in("f64" + s[0], x), in("f64" + s[1], y));
        }
    }
}
