package org.nn4j.compiler.program;

import java.util.List;
import java.util.function.BiFunction;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.IndexOps;

/**
 * Graphs that make a batch of what is stored of all rows: from {@code data.<name>}, with its own element type and the
 * leading dim {@link #ROWS}, and {@code rows}, {@code i64[B]}, the indices of the batch's rows.
 */
public final class BatchLoad {

    /** The dim that counts all rows of the data. No program can have one of that name; files give it another. */
    public static final Dim ROWS = Dim.symbol("#rows");

    /** The input with the indices of the batch's rows. */
    public static final String INDICES = "rows";

    private BatchLoad() {}

    /** The batch's rows of a tensor that is stored as it is needed. */
    public static Graph rows(String name, TensorType type) {
        return rows(name, type, type.dtype(), (b, batch) -> batch);
    }

    /** The batch's rows of a tensor of another element type, and what becomes of them. */
    public static Graph rows(
            String name, TensorType type, DType stored, BiFunction<GraphBuilder, Value, Value> convert) {
        GraphBuilder b = new GraphBuilder("load." + name);
        Value all = b.input("data." + name, new TensorType(stored, type.shape().with(0, ROWS)));
        Value rows = b.input(INDICES, new TensorType(DType.I64, Shape.of(Dim.symbol(Program.BATCH))));
        Value batch = convert.apply(b, IndexOps.gather(b, all, rows));
        if (!batch.type().equals(type)) {
            throw new IllegalArgumentException("a batch of " + name + " is " + batch.type() + ", not " + type);
        }
        return b.build(List.of(new Graph.Port(name, batch)));
    }
}
