package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Op;

/** Types of the operators that take parts of tensors or go over windows. */
final class WindowTypeCases {

    private final List<TypeRulesTest.Case> all = new ArrayList<>();

    private WindowTypeCases() {}

    static List<TypeRulesTest.Case> all() {
        WindowTypeCases c = new WindowTypeCases();
        c.parts();
        c.windows();
        return c.all;
    }

    private void of(Op op, Attributes a, String input, String result) {
        all.add(new TypeRulesTest.Case(op, a, List.of(OpSample.type(input)), result));
    }

    private void parts() {
        of(SliceOps.SLICE, slice(1, "2", "3"), "bool[B, 5]", "bool[B, 3]");
        of(SliceOps.SLICE, slice(0, "B", "T"), "f32[B+T, 5]", "f32[T, 5]");
        of(SliceOps.SLICE, slice(0, "2", "4"), "f32[5]", "SIZES elements 2 to 6 of axis 0, which has size 5");
        of(SliceOps.SLICE, slice(1, "0", "1"), "f32[5]", "RANK `slice` on axis 1, but there is 1 axis");
        of(SliceOps.PAD, pad("constant", 1, "2", "B"), "i64[B, 5]", "i64[B, B + 7]");
        of(SliceOps.PAD, pad("reflect", 0, "2", "4"), "f32[5]", "f32[11]");
        of(
                SliceOps.PAD,
                pad("reflect", 0, "5", "0"),
                "f32[5]",
                "SIZES a margin of 5 cannot be a reflection of an axis of size 5");
        of(SliceOps.PAD, pad("edge", 0, "1", "0"), "f32[0]", "SIZES an empty axis has no edge to repeat");
        of(SliceOps.PAD, pad("edge", 2, "1", "0"), "f32[B]", "RANK `pad` on axis 2, but there is 1 axis");
        of(SliceOps.FLIP, Attributes.of("axes", List.of(0)), "u8[B]", "u8[B]");
        of(SliceOps.FLIP, Attributes.of("axes", List.of(0, 1)), "f32[B]", "RANK `flip` on axis 1, but there is 1 axis");
    }

    private void windows() {
        Attributes two = WindowSamples.window(2, 2, 2, 0, 0);
        of(Pooling.MAX_POOL, two, "f32[B, 3, 28, 13]", "f32[B, 3, 14, 6]");
        of(Pooling.MAX_POOL, two, "f32[B, 3, 4*T, T]", "f32[B, 3, 2 * T, (T div 2)]");
        of(Pooling.MAX_POOL, WindowSamples.window(1, 3, 2, 1, 1), "f64[B, 3, 7]", "f64[B, 3, 4]");
        of(Pooling.MAX_POOL, two, "i64[B, 3, 4, 4]", "DTYPE `max_pool` needs a floating-point tensor, not i64");
        of(Pooling.MAX_POOL, two, "f32[B, 3, 4]", "RANK `max_pool` over 2 inner axes of f32[B, 3, 4]");
        of(Pooling.MAX_POOL, two, "f32[B, 3, 4, 1]", "SIZES a window of 2 does not fit into axis 3 of size 1");
        of(
                Pooling.MAX_POOL,
                WindowSamples.window(1, 2, 0, 0, 0),
                "f32[B, 3, 4]",
                "ARGUMENT `max_pool` with a window of 2 and a stride of 0");
        of(
                Pooling.MAX_POOL,
                WindowSamples.window(1, 0, 1, 0, 0),
                "f32[B, 3, 4]",
                "ARGUMENT `max_pool` with a window of 0 and a stride of 1");
        of(
                Pooling.AVERAGE_POOL,
                WindowSamples.window(1, 2, 1, 2, 0),
                "f32[B, 3, 4]",
                "ARGUMENT `average_pool` with margins of 2 and 0 for a window of 2");
        of(
                Pooling.AVERAGE_POOL,
                WindowSamples.window(1, 9, 1, 2, 2),
                "f32[B, 3, 4]",
                "SIZES a window of 9 does not fit into axis 2 of size 4, margins included");
        of(Pooling.MAX_POOL_PLACES, two, "f32[B, 3, 4, 4]", "f32[B, 3, 2, 2], i64[B, 3, 2, 2]");
        Map<String, Object> spread = new HashMap<>(two.entries());
        spread.put("shape", OpSample.shape("[B, 3, 5, 4]"));
        of(Pooling.SPREAD_POOL, new Attributes(spread), "f32[B, 3, 2, 2]", "f32[B, 3, 5, 4]");
        of(
                Pooling.SPREAD_POOL,
                new Attributes(spread),
                "f32[B, 3, 2, 3]",
                "SIZES `spread_pool` to [B, 3, 5, 4] of f32[B, 3, 2, 3]");
        Attributes factors = Attributes.of("factors", List.of(2, 3));
        of(Pooling.ENLARGE, factors, "f32[B, 3, 4, T]", "f32[B, 3, 8, 3 * T]");
        of(Pooling.ENLARGE, factors, "f32[B, 3, 4]", "RANK `enlarge` over 2 inner axes of f32[B, 3, 4]");
    }

    private static Attributes slice(int axis, String start, String size) {
        return Attributes.of(
                "axes", List.of(axis), "starts", List.of(OpSample.dim(start)), "sizes", List.of(OpSample.dim(size)));
    }

    private static Attributes pad(String mode, int axis, String before, String after) {
        return new Attributes(Map.of(
                "axes",
                List.of(axis),
                "before",
                List.of(OpSample.dim(before)),
                "after",
                List.of(OpSample.dim(after)),
                "mode",
                mode));
    }
}
