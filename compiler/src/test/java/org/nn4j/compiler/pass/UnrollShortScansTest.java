package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.mul;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

final class UnrollShortScansTest extends PassTest {

    /** Two states, of which a step exchanges the places, and a yield; none of them commutes over the steps. */
    private Graph graph(Dim length, boolean reverse) {
        Value first = x("first");
        Value second = x("second");
        Value w = in(DType.F32, "w", Shape.of(4));
        Value sequence = in(DType.F32, "xs", Shape.of(length, B, Dim.of(4)));
        GraphBuilder body = b.region("body");
        Value h = body.input("h", first.type());
        Value c = body.input("c", second.type());
        Value slice = body.input("x", first.type());
        Value next = add(body, mul(body, h, w), slice);
        Graph built = body.build(OpSample.ports(List.of(c, next, mul(body, next, c))));
        List<Value> out = ScanOps.scan(b, length, reverse, List.of(first, second), List.of(sequence), built);
        return b.build(OpSample.ports(out));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void theStepsFollowOneAnotherAndGiveTheSame(int steps, boolean reverse) {
        Graph scan = graph(Dim.of(steps), reverse);
        Graph unrolled = new UnrollShortScans().apply(scan);
        assertEquals(0, scans(unrolled));
        Map<String, NdArray> in = Map.of(
                "first", counting(1, 3, 4),
                "second", counting(20, 3, 4),
                "w", counting(-2, 4),
                "xs", counting(-5, steps, 3, 4));
        Map<String, NdArray> expected = ReferenceEvaluator.evaluate(scan, in);
        Map<String, NdArray> actual = ReferenceEvaluator.evaluate(unrolled, in);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, x) -> {
            NdArray y = Objects.requireNonNull(actual.get(name));
            assertArrayEquals(x.sizes(), y.sizes(), name);
            assertArrayEquals(x.elements(), y.elements(), name);
        });
    }

    @Test
    void longerOnesStay() {
        assertEquals(1, scans(new UnrollShortScans().apply(graph(Dim.of(3), false))));
    }

    @Test
    void thoseOfUnknownLengthStay() {
        assertEquals(1, scans(new UnrollShortScans().apply(graph(Dim.symbol("T"), false))));
    }

    private static long scans(Graph g) {
        return g.nodes().stream().filter(n -> n.op() == ScanOps.SCAN).count();
    }

    private static NdArray counting(int from, int... shape) {
        AtomicInteger next = new AtomicInteger(from);
        return NdArray.generate(DType.F32, shape, i -> next.getAndIncrement());
    }
}
