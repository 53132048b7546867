package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.SliceOps;

/** {@code slice(slice(x))} → {@code slice(x)}. */
final class MergeSlices extends NodePass {

    /** A part of an axis. */
    private record Part(Dim start, Dim size) {}

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        Node inner = n.op() == SliceOps.SLICE ? r.definition(n.input(0), SliceOps.SLICE) : null;
        if (inner == null) {
            return null;
        }
        Map<Integer, Part> parts = parts(inner);
        parts(n).forEach((axis, part) ->
                parts.merge(axis, part, (in, out) -> new Part(in.start.plus(out.start), out.size)));
        List<Integer> axes = new ArrayList<>(parts.keySet());
        return SliceOps.slice(
                r.b(),
                r.get(inner.input(0)),
                axes,
                parts.values().stream().map(Part::start).toList(),
                parts.values().stream().map(Part::size).toList());
    }

    private static Map<Integer, Part> parts(Node slice) {
        Map<Integer, Part> parts = new TreeMap<>();
        List<Integer> axes = slice.attributes().integers("axes");
        for (int i = 0; i < axes.size(); i++) {
            parts.put(
                    axes.get(i),
                    new Part(
                            slice.attributes().dims("starts").get(i),
                            slice.attributes().dims("sizes").get(i)));
        }
        return parts;
    }
}
