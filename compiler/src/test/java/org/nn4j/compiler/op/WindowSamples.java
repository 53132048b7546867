package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.Filler.DISTINCT;
import static org.nn4j.compiler.op.Filler.SMOOTH;
import static org.nn4j.compiler.op.Filler.TIES;
import static org.nn4j.compiler.op.OpSample.in;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Tensor;

/** Samples of the operators that take parts of tensors or go over windows. */
final class WindowSamples {

    private final List<OpSample> all = new ArrayList<>();

    private WindowSamples() {}

    static List<OpSample> all() {
        WindowSamples s = new WindowSamples();
        s.slices();
        s.pads();
        s.flips();
        s.pools();
        return s.all;
    }

    private void slices() {
        slice("[5]", List.of(0), List.of("1"), List.of("3"));
        slice("[5]", List.of(0), List.of("0"), List.of("0"));
        slice("[B, 6]", List.of(1), List.of("2"), List.of("4"));
        slice("[2, B+T, 3]", List.of(1, 2), List.of("B", "0"), List.of("T", "2"));
        slice("[B+2, T+1]", List.of(0, 1), List.of("1", "0"), List.of("B", "T"));
    }

    private void slice(String shape, List<Integer> axes, List<String> starts, List<String> sizes) {
        Attributes a = Attributes.of(
                "axes",
                axes,
                "starts",
                starts.stream().map(OpSample::dim).toList(),
                "sizes",
                sizes.stream().map(OpSample::dim).toList());
        all.add(OpSample.of(
                SliceOps.SLICE,
                (b, v) -> b.addAll(SliceOps.SLICE, a, v.subList(0, 1)),
                in("f64" + shape),
                in("bool[B, T]")));
    }

    private void pads() {
        for (String mode : List.of("constant", "edge", "reflect")) {
            pad(mode, "[5]", List.of(0), List.of("2"), List.of("1"));
            pad(mode, "[5]", List.of(0), List.of("4"), List.of("0"));
            pad(mode, "[B, 3, 4]", List.of(1, 2), List.of("1", "0"), List.of("2", "3"));
            pad(mode, "[B+4, 2]", List.of(0), List.of("3"), List.of("2"));
        }
        pad("constant", "[B, 2]", List.of(0), List.of("T"), List.of("B"));
        pad("edge", "[B, 2]", List.of(1), List.of("T"), List.of("B"));
        Map<String, Object> a = new HashMap<>(pads("constant", List.of(0), List.of("1"), List.of("1")));
        a.put("value", Tensor.scalar(DType.F64, 2));
        all.add(OpSample.of(SliceOps.PAD, new Attributes(a), in("f64[B]")));
    }

    private void pad(String mode, String shape, List<Integer> axes, List<String> before, List<String> after) {
        Attributes a = new Attributes(pads(mode, axes, before, after));
        all.add(OpSample.of(
                SliceOps.PAD,
                (b, v) -> b.addAll(SliceOps.PAD, a, v.subList(0, 1)),
                in("f64" + shape),
                in("bool[B, T]")));
    }

    private static Map<String, Object> pads(String mode, List<Integer> axes, List<String> before, List<String> after) {
        return Map.of(
                "mode",
                mode,
                "axes",
                axes,
                "before",
                before.stream().map(OpSample::dim).toList(),
                "after",
                after.stream().map(OpSample::dim).toList());
    }

    private void flips() {
        all.add(OpSample.of(SliceOps.FLIP, Attributes.of("axes", List.of(0)), in("f64[B]")));
        all.add(OpSample.of(SliceOps.FLIP, Attributes.of("axes", List.of(0, 2)), in("f64[2, B, 3]")));
    }

    private void pools() {
        for (Op op : List.of(Pooling.MAX_POOL, Pooling.MAX_POOL_PLACES, Pooling.AVERAGE_POOL)) {
            pool(op, "[B, 2, 6]", 2, 2, 0, 0);
            pool(op, "[B, 2, 7]", 3, 2, 0, 0);
            pool(op, "[B, 1, 7]", 2, 3, 0, 0);
            pool(op, "[B, 3, 6]", 3, 1, 1, 1);
            pool(op, "[B, 2, 6]", 3, 2, 1, 0);
            pool(op, "[2, T, 5]", 2, 2, 0, 1);
            pool(op, "[B, 2, 2*T]", 2, 2, 0, 0);
            pool(op, "[2, 1, T+3]", 3, 2, 1, 1);
            pool(op, "[B, 2, 4, 4]", 2, 2, 0, 0);
            pool(op, "[B, 2, 5, 7]", 2, 2, 0, 0);
            pool(op, "[B, 2, 5, 6]", 3, 2, 1, 1);
            pool(op, "[B, 1, 4, 4, 2]", 2, 2, 0, 0);
            pool(op, "[1, 2, 3, 4, 3]", 2, 1, 0, 1);
        }
        for (Op op : List.of(Pooling.MAX_POOL, Pooling.MAX_POOL_PLACES)) {
            all.add(OpSample.of(op, window(2, 2, 2, 0, 0), in("f64[B, 2, 4, 4]", TIES))
                    .atAKink());
            all.add(OpSample.of(op, window(2, 3, 1, 1, 1), in("f64[B, 2, 4, 4]", TIES))
                    .atAKink());
        }
        spread("[B, 2, 6]", 2, 2, 0, 0, "[B, 2, 3]");
        spread("[B, 2, 7]", 3, 2, 0, 0, "[B, 2, 3]");
        spread("[B, 2, 8]", 3, 2, 1, 0, "[B, 2, 4]");
        spread("[B, T, 5, 5]", 3, 1, 1, 1, "[B, T, 5, 5]");
        spread("[B, T, 5, 6]", 2, 2, 1, 0, "[B, T, 3, 3]");
        for (List<Integer> factors : List.of(List.of(2), List.of(3, 2), List.of(1, 2, 2))) {
            String inner = ", 2".repeat(factors.size() - 1);
            all.add(OpSample.of(Pooling.ENLARGE, Attributes.of("factors", factors), in("f64[B, 2, T" + inner + "]")));
        }
    }

    private void pool(Op op, String shape, int kernel, int stride, int before, int after) {
        int rank = OpSample.shape(shape).rank() - 2;
        Attributes a = window(rank, kernel, stride, before, after);
        all.add(OpSample.of(
                op,
                (b, v) -> b.addAll(op, a, v.subList(0, 1)),
                in("f64" + shape, op == Pooling.AVERAGE_POOL ? SMOOTH : DISTINCT),
                in("bool[B, T]")));
    }

    private void spread(String to, int kernel, int stride, int before, int after, String from) {
        int rank = OpSample.shape(to).rank() - 2;
        Map<String, Object> a =
                new HashMap<>(window(rank, kernel, stride, before, after).entries());
        a.put("shape", OpSample.shape(to));
        all.add(OpSample.of(Pooling.SPREAD_POOL, new Attributes(a), in("f64" + from)));
    }

    static Attributes window(int rank, int kernel, int stride, int before, int after) {
        return new Attributes(Map.of(
                "kernel", times(rank, kernel),
                "stride", times(rank, stride),
                "before", times(rank, before),
                "after", times(rank, after)));
    }

    private static List<Integer> times(int n, int value) {
        Integer[] v = new Integer[n];
        Arrays.fill(v, value);
        return Arrays.asList(v);
    }
}
