package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Scan;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.op.ShapeOps;

/**
 * A scan of one or two steps → the steps themselves, one after the other: entering and leaving a scan costs about as
 * much as one step of a small cell. From five steps on, cutting the sequence up and putting the outputs together again
 * costs more than it saves (benchmarks/README.md).
 */
final class UnrollShortScans implements Pass {

    private static final long MOST_STEPS = 2;

    @Override
    public Graph apply(Graph graph) {
        return Rewrite.apply(graph, (r, n) -> n.op() == ScanOps.SCAN ? unroll(r, n) : null);
    }

    private static @Nullable List<Value> unroll(Rewrite r, Node n) {
        Scan scan = new Scan(n);
        OptionalLong length = scan.length().known();
        if (length.isEmpty() || length.getAsLong() < 1 || length.getAsLong() > MOST_STEPS) {
            return null;
        }
        int steps = (int) length.getAsLong();
        GraphBuilder b = r.b();
        List<List<Value>> slices =
                scan.sequences().stream().map(v -> slices(b, r.get(v), steps)).toList();
        List<Value> carried = scan.initial().stream().map(r::get).toList();
        List<List<Value>> yields = new ArrayList<>(Collections.nCopies(steps, List.of()));
        for (int i = 0; i < steps; i++) {
            int at = scan.reverse() ? steps - 1 - i : i;
            Map<Value, Value> map = new HashMap<>();
            n.regions().get(0).captured().forEach(v -> map.put(v, r.get(v)));
            for (int k = 0; k < carried.size(); k++) {
                map.put(scan.carried().get(k).value(), carried.get(k));
            }
            for (int k = 0; k < slices.size(); k++) {
                map.put(scan.slices().get(k).value(), slices.get(k).get(at));
            }
            scan.body().nodes().forEach(inner -> b.copy(inner, map));
            carried = values(scan.next(), map);
            yields.set(at, values(scan.yields(), map));
        }
        List<Value> out = new ArrayList<>(carried);
        for (int k = 0; k < scan.yields().size(); k++) {
            int yield = k;
            out.add(ShapeOps.concat(
                    b,
                    yields.stream()
                            .map(y -> ShapeOps.unsqueeze(b, y.get(yield), List.of(0)))
                            .toList(),
                    0));
        }
        return out;
    }

    private static List<Value> slices(GraphBuilder b, Value sequence, int steps) {
        List<Dim> sizes = IntStream.range(0, steps).mapToObj(i -> Dim.of(1)).toList();
        return ShapeOps.split(b, sequence, 0, sizes).stream()
                .map(v -> ShapeOps.squeeze(b, v, List.of(0)))
                .toList();
    }

    private static List<Value> values(List<Graph.Port> ports, Map<Value, Value> map) {
        return ports.stream()
                .map(p -> Objects.requireNonNull(map.get(p.value())))
                .toList();
    }
}
