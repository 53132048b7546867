package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.ShapeOps;

/**
 * One step of a scan under construction: its graph, inside the graph around, and the sequences of which it takes a slice.
 * What the step asks for besides, its turn and which rows are still running, comes as slices of sequences too.
 */
final class ScanStep {
    private final GraphBuilder outer;
    private final GraphBuilder body;
    private final Dim length;
    private final @Nullable Value lengths;
    private final List<Value> sequences = new ArrayList<>();
    private final Map<Integer, Value> running = new HashMap<>();
    private @Nullable Value turn;

    /** @param lengths how many steps each row takes, {@code i64[B]}; null where all take all */
    ScanStep(GraphBuilder outer, Dim length, @Nullable Value lengths) {
        this.outer = outer;
        this.body = outer.region("scan");
        this.length = length;
        this.lengths = lengths;
    }

    GraphBuilder outer() {
        return outer;
    }

    GraphBuilder body() {
        return body;
    }

    /** A carry as the step finds it. All carries come before the first slice. */
    Value carry(String name, TensorType type) {
        return body.input(name, type);
    }

    /** The step's slice of a sequence {@code [T, ...]}. */
    Value slice(String name, Value sequence) {
        sequences.add(sequence);
        return body.input(name, sequence.type().withShape(ShapeOps.rowShape(sequence)));
    }

    /** All sequences so far, in the order of their slices. */
    List<Value> sequences() {
        return List.copyOf(sequences);
    }

    /** The step's place in the sequence, an i64 scalar. */
    Value turn() {
        if (turn == null) {
            turn = slice("turn", Constants.range(outer, length));
        }
        return turn;
    }

    /** The size that the leading axis of all carries and yields must have; null where they need not agree. */
    @Nullable
    Dim rows() {
        return lengths == null ? null : lengths.shape().dim(0);
    }

    /** A carry after the step: its next value, and as before in rows that have ended. */
    Value kept(Value next, Value before) {
        return lengths == null ? next : Elementwise.where(body, running(lengths, next.rank()), next, before);
    }

    /** A yield, and 0 in rows that have ended. */
    Value given(Value y) {
        return lengths == null ? y : kept(y, Constants.fill(outer, y.dtype(), 0, y.shape()));
    }

    /** Which rows have not ended, as bool {@code [B, 1, ...]} with so many axes. */
    private Value running(Value ends, int rank) {
        Value known = running.get(rank);
        if (known != null) {
            return known;
        }
        List<Dim> steps = new ArrayList<>(List.of(length));
        List<Dim> rows = new ArrayList<>(ends.shape().dims());
        IntStream.range(0, rank).forEach(i -> steps.add(Dim.of(1)));
        IntStream.range(1, rank).forEach(i -> rows.add(Dim.of(1)));
        Value all = Elementwise.greater(
                outer,
                ShapeOps.reshape(outer, ends, new Shape(rows)),
                ShapeOps.reshape(outer, Constants.range(outer, length), new Shape(steps)));
        Value slice = slice("running", all);
        running.put(rank, slice);
        return slice;
    }
}
