package org.nn4j.compiler.program;

import java.util.List;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.Reduction;

/**
 * A {@link BatchLoad} graph for sequences of different length. They are stored with padding behind them, as long as the
 * longest of all, with their lengths in {@code data.<name>.lengths}; a batch has the padding that its own longest leaves.
 */
public final class SequenceLoad {

    private SequenceLoad() {}

    /** @param type of the batch; axis 1 is time, and its symbol stands for the batch's longest sequence */
    public static Graph padded(String name, TensorType type) {
        GraphBuilder b = new GraphBuilder("load." + name);
        Shape all = type.shape().with(0, BatchLoad.ROWS).with(1, Dim.symbol("longest." + name));
        Value stored = b.input("data." + name, type.withShape(all));
        Value lengths = b.input("data." + name + ".lengths", new TensorType(DType.I64, Shape.of(BatchLoad.ROWS)));
        Value rows = b.input(BatchLoad.INDICES, new TensorType(DType.I64, Shape.of(Dim.symbol(Program.BATCH))));
        Value longest = Reduction.reduce(b, Reduction.MAX, IndexOps.gather(b, lengths, rows), List.of(0), false);
        Value batch = IndexOps.first(
                b, IndexOps.gather(b, stored, rows), longest, type.shape().dim(1));
        return b.build(List.of(new Graph.Port(name, batch)));
    }
}
