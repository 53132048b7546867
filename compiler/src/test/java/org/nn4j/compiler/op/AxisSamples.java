package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Filler.DISTINCT;
import static org.nn4j.compiler.op.Filler.SMOOTH;
import static org.nn4j.compiler.op.Filler.TIES;
import static org.nn4j.compiler.op.Filler.below;
import static org.nn4j.compiler.op.Filler.given;
import static org.nn4j.compiler.op.OpSample.dim;
import static org.nn4j.compiler.op.OpSample.in;
import static org.nn4j.compiler.op.OpSample.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Op;

/** Samples of the operators that know axes: reductions, products, shapes, indices. */
final class AxisSamples {

    private final List<OpSample> all = new ArrayList<>();

    private AxisSamples() {}

    static List<OpSample> all() {
        AxisSamples s = new AxisSamples();
        s.reductions();
        s.products();
        s.reshapes();
        s.moves();
        s.joins();
        s.indices();
        s.orders();
        return s.all;
    }

    private void reductions() {
        for (Op op : List.of(
                Reduction.SUM, Reduction.SUM_SQUARE, Reduction.PROD, Reduction.MEAN, Reduction.MAX, Reduction.MIN)) {
            Filler x = op == Reduction.MAX || op == Reduction.MIN ? DISTINCT : SMOOTH;
            for (boolean keep : new boolean[] {false, true}) {
                reduction(op, keep, in("f64[5]", x), 0);
                reduction(op, keep, in("f64[B, 3]", x), 0);
                reduction(op, keep, in("f64[B, 3]", x), 1);
                reduction(op, keep, in("f64[B, T]", x), 0, 1);
                reduction(op, keep, in("f64[B, 1]", x), 1);
                reduction(op, keep, in("f64[2, B, 3]", x), 0, 2);
                reduction(op, keep, in("f64[2, T, 1, 2]", x), 1, 3);
            }
            reduction(op, false, in("f64[B, 3]", x));
            reduction(op, false, in("f64", x));
        }
        for (Op op : List.of(Reduction.MAX, Reduction.MIN)) {
            all.add(OpSample.of(op, Attributes.of("axes", List.of(1)), in("f64[B, 5]", TIES))
                    .atAKink());
        }
        for (int axis = 0; axis < 3; axis++) {
            add(Reduction.CUMSUM, Attributes.of("axis", axis), in("f64[B, 3, 2]", SMOOTH));
            add(Reduction.CUMSUM, Attributes.of("axis", axis, "reverse", true), in("f64[2, T, 5]", SMOOTH));
            Attributes a = Attributes.of("axis", axis);
            for (Op op : List.of(Reduction.ARGMAX, Reduction.ARGMIN)) {
                all.add(OpSample.of(op, a, in("f64[B, 3, 2]", DISTINCT)));
                all.add(OpSample.of(op, a, in("f64[2, T, 5]", TIES)).atAKink());
            }
        }
        all.add(OpSample.of(
                        Reduction.PROD, Attributes.of("axes", List.of(1)), in("f64[3, 4]", given(0, 2, 3, 0, 1, 5, 0)))
                .atAKink());
        add(Reduction.ARGMAX, Attributes.of("axis", 0), in("f64[5]", DISTINCT));
    }

    private void reduction(Op op, boolean keep, OpSample.Input x, Integer... axes) {
        Map<String, Object> a = new HashMap<>(Map.of("axes", Arrays.asList(axes)));
        if (keep) {
            a.put("keep", true);
        }
        all.add(OpSample.of(op, new Attributes(a), x));
    }

    private void products() {
        // Shapes as if nothing were transposed; the last two axes are swapped where a flag says so.
        String[][] shapes = {
            {"", "B", "3", "", "3", "2"},
            {"", "1", "3", "", "3", "1"},
            {"", "3", "1", "", "1", "B"},
            {"", "3", "B", "", "B", "2"},
            {"2, ", "B", "3", "", "3", "2"},
            {"", "B", "3", "2, ", "3", "2"},
            {"2, ", "B", "3", "2, ", "3", "T"},
            {"1, ", "B", "3", "T, ", "3", "2"},
            {"2, 1, ", "B", "3", "T, ", "3", "2"},
        };
        for (String[] s : shapes) {
            for (boolean ta : new boolean[] {false, true}) {
                for (boolean tb : new boolean[] {false, true}) {
                    OpSample.Input x = in("f64[" + s[0] + (ta ? s[2] + ", " + s[1] : s[1] + ", " + s[2]) + "]");
                    OpSample.Input y = in("f64[" + s[3] + (tb ? s[5] + ", " + s[4] : s[4] + ", " + s[5]) + "]");
                    add(MatrixOps.MATMUL, flags(ta, tb), x, y);
                    if (s[0].isEmpty() && s[3].isEmpty()) {
                        Attributes half = flags(ta, tb).with("alpha", 0.5);
                        add(MatrixOps.MATMUL, half, x, y);
                        add(MatrixOps.GEMM, half, x, y, in("f64[" + s[5] + "]"));
                        add(MatrixOps.GEMM, flags(ta, tb), x, y, in("f64[" + s[5] + "]"));
                        add(MatrixOps.GEMM, flags(ta, tb), x, y, in("f64[" + s[1] + ", 1]"));
                        add(MatrixOps.GEMM, flags(ta, tb), x, y, in("f64[" + s[1] + ", " + s[5] + "]"));
                    }
                }
            }
        }
    }

    private static Attributes flags(boolean ta, boolean tb) {
        Map<String, Object> m = new HashMap<>();
        if (ta) {
            m.put("transA", true);
        }
        if (tb) {
            m.put("transB", true);
        }
        return new Attributes(m);
    }

    private void reshapes() {
        String[][] fromTo = {
            {"[6]", "[2, 3]"},
            {"[B, 6]", "[B, 2, 3]"},
            {"[B, 2, 3]", "[6*B]"},
            {"[B, 2, 3]", "[B, 6]"},
            {"[2, B]", "[B, 2]"},
            {"[B, T]", "[T, B]"},
            {"[B, T, 2]", "[B, 2*T]"},
            {"[B, T, D]", "[B*T, D]"},
            {"[B, T, D]", "[D*T, B]"},
            {"[B, 6]", "[1, B, 6]"},
            {"[T, B]", "[T, 1, B]"},
            {"[1]", "[]"},
            {"[]", "[1, 1]"},
        };
        for (String[] s : fromTo) {
            add(ShapeOps.RESHAPE, Attributes.of("shape", shape(s[1])), in("f64" + s[0]));
        }
        String[][] spreads = {
            {"[3]", "[B, 3]"},
            {"[]", "[B, T]"},
            {"[]", "[]"},
            {"[B, 1]", "[B, 3]"},
            {"[1, 3]", "[2, T, 3]"},
            {"[T, 1, 2]", "[2, T, 3, 2]"},
            {"[1]", "[5]"},
        };
        for (String[] s : spreads) {
            // An input that only tells sizes.
            OpSample.Input sizes = in("bool[B, T]");
            all.add(OpSample.of(
                    ShapeOps.BROADCAST_TO,
                    (b, in) -> b.addAll(ShapeOps.BROADCAST_TO, Attributes.of("shape", shape(s[1])), List.of(in.get(0))),
                    in("f64" + s[0]),
                    sizes));
        }
    }

    private void moves() {
        axes(ShapeOps.SQUEEZE, "[B, 1, 3]", 1);
        axes(ShapeOps.SQUEEZE, "[1, B, 1]", 0, 2);
        axes(ShapeOps.SQUEEZE, "[1]", 0);
        axes(ShapeOps.UNSQUEEZE, "[B, 3]", 0);
        axes(ShapeOps.UNSQUEEZE, "[B, 3]", 1);
        axes(ShapeOps.UNSQUEEZE, "[B, 3]", 2);
        axes(ShapeOps.UNSQUEEZE, "[B, 3]", 0, 2);
        axes(ShapeOps.UNSQUEEZE, "", 0);
        for (List<Integer> perm :
                List.of(List.of(0, 1, 2), List.of(2, 1, 0), List.of(1, 2, 0), List.of(2, 0, 1), List.of(0, 2, 1))) {
            add(ShapeOps.TRANSPOSE, Attributes.of("perm", perm), in("f64[2, B, 3]"));
        }
        add(ShapeOps.TRANSPOSE, Attributes.of("perm", List.of(1, 0)), in("f64[1, T]"));
        add(ShapeOps.TRANSPOSE, Attributes.of("perm", List.of(3, 1, 0, 2)), in("f64[2, T, 1, B]"));
        add(ShapeOps.TRANSPOSE, Attributes.of("perm", List.of()), in("f64"));
    }

    private void axes(Op op, String shape, Integer... axes) {
        add(op, Attributes.of("axes", Arrays.asList(axes)), in("f64" + shape));
    }

    private void joins() {
        add(ShapeOps.CONCAT, Attributes.of("axis", 0), in("f64[B]"), in("f64[3]"));
        add(ShapeOps.CONCAT, Attributes.of("axis", 0), in("f64[B, 3]"), in("f64[T, 3]"), in("f64[1, 3]"));
        add(ShapeOps.CONCAT, Attributes.of("axis", 1), in("f64[B, 2]"), in("f64[B, T]"));
        add(ShapeOps.CONCAT, Attributes.of("axis", 2), in("f64[B, 2, 1]"), in("f64[B, 2, 3]"));
        add(ShapeOps.CONCAT, Attributes.of("axis", 0), in("f64[B, 3]"));
        split("[5]", 0, "2", "3");
        split("[B, 6]", 1, "1", "2", "3");
        split("[B+T, 2]", 0, "B", "T");
        split("[3*B, 2]", 0, "B", "2*B");
        split("[2, D, 3]", 1, "1", "4");
        split("[2, B]", 1, "B");
        // Only the middle part is used.
        all.add(OpSample.of(
                ShapeOps.SPLIT,
                (b, in) -> List.of(b.addAll(
                                ShapeOps.SPLIT,
                                Attributes.of("axis", 0, "sizes", List.of(dim("1"), dim("3"), dim("2"))),
                                in)
                        .get(1)),
                in("f64[6, B]")));
    }

    private void split(String shape, int axis, String... sizes) {
        List<org.nn4j.compiler.ir.Dim> dims =
                Arrays.stream(sizes).map(OpSample::dim).toList();
        // D is 5 wherever it is a number; the type needs to know.
        String known = shape.replace("D", "5");
        OpSample.Input[] in = shape.contains("+") || shape.contains("*")
                ? new OpSample.Input[] {in("f64" + known), in("bool[B, T]")}
                : new OpSample.Input[] {in("f64" + known)};
        all.add(OpSample.of(
                ShapeOps.SPLIT,
                (b, v) -> b.addAll(ShapeOps.SPLIT, Attributes.of("axis", axis, "sizes", dims), List.of(v.get(0))),
                in));
    }

    private void indices() {
        add(IndexOps.GATHER, Attributes.NONE, in("f64[5, 3]"), in("i64[B]", below(5)));
        add(IndexOps.GATHER, Attributes.NONE, in("f64[2, 3]"), in("i64[B, T]", below(2)));
        add(IndexOps.GATHER, Attributes.NONE, in("f64[D, 2, 3]"), in("i64", given(4)));
        add(IndexOps.GATHER, Attributes.NONE, in("f64[D]"), in("i64[B]", given(1, 1, 0, 1)));
        add(IndexOps.GATHER, Attributes.NONE, in("f64[D, 1]"), in("i64[2, 1, T]", below(5)));
        add(IndexOps.FIRST, Attributes.of("size", Dim.of(3)), in("i64[B, 4]"), in("i64", given(3)));
        add(IndexOps.FIRST, Attributes.of("size", Dim.of(2)), in("f64[B, 2, T]"), in("i64", given(2)));
        add(IndexOps.GATHER, IndexOps.along(1), in("f64[2, 5, 3]"), in("i64[B, T]", below(5)));
        add(IndexOps.GATHER, IndexOps.along(2), in("f64[B, 2, 5]"), in("i64", given(3)));
        add(IndexOps.GATHER, IndexOps.along(1), in("f64[B, T]"), in("i64[3]", below(2)));
        for (int axis = 0; axis < 2; axis++) {
            Attributes along = Attributes.of("axis", axis);
            String few = axis == 0 ? "[2, 4]" : "[4, 2]";
            add(IndexOps.GATHER_ALONG, along, in("f64[4, 4]"), in("i64" + few, below(4)));
            all.add(OpSample.of(
                    IndexOps.SCATTER_ADD_ALONG,
                    Attributes.of("axis", axis, "shape", shape("[4, 4]")),
                    in("i64" + few, below(4)),
                    in("f64" + few)));
        }
        add(IndexOps.GATHER_ALONG, Attributes.of("axis", 1), in("f64[B, 3, T]"), in("i64[B, 1, T]", below(3)));
        scatter("[5, 3]", in("i64[B]", given(2, 0, 2, 4)), in("f64[B, 3]"));
        scatter("[2, 3]", in("i64[B, T]", below(2)), in("f64[B, T, 3]"));
        scatter("[5]", in("i64[B]", below(5)), in("f64[B]"));
        scatter("[4, 2, 3]", in("i64", given(3)), in("f64[2, 3]"));
        scatter("[B+1, 2]", in("i64[T]", given(0)), in("f64[T, 2]"), in("bool[B]"));
    }

    private void orders() {
        for (boolean smallest : new boolean[] {false, true}) {
            order("[B, 5]", 1, "3", smallest);
            order("[5, T]", 0, "2", smallest);
            order("[B, 3, 2]", 1, "3", smallest);
            order("[2, T]", 1, "T", smallest);
            order("[4]", 0, "1", smallest);
            all.add(OpSample.of(OrderOps.TOP_K, order(1, "5", smallest), in("f64[B, 5]", TIES))
                    .atAKink());
        }
    }

    private void order(String shape, int axis, String k, boolean smallest) {
        add(OrderOps.TOP_K, order(axis, k, smallest), in("f64" + shape, DISTINCT));
    }

    private static Attributes order(int axis, String k, boolean smallest) {
        Attributes a = Attributes.of("axis", axis, "k", dim(k));
        return smallest ? a.with("smallest", true) : a;
    }

    private void scatter(String shape, OpSample.Input... in) {
        Attributes a = Attributes.of("shape", shape(shape));
        all.add(OpSample.of(IndexOps.SCATTER_ADD, (b, v) -> b.addAll(IndexOps.SCATTER_ADD, a, v.subList(0, 2)), in));
    }

    private void add(Op op, Attributes attributes, OpSample.Input... in) {
        all.add(OpSample.of(op, attributes, in));
    }
}
