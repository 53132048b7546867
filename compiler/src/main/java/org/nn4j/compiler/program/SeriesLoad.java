package org.nn4j.compiler.program;

import java.util.List;
import java.util.stream.LongStream;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.ShapeOps;

/**
 * {@link BatchLoad} graphs for a series, where neighbouring rows of the data are neighbours in time. Only the series is
 * stored, once; windows of it, which overlap, are cut out here.
 *
 * @param name the feed or target
 * @param series the feed or target whose data is the series; several may share one
 * @param stored the element type of that data
 */
public record SeriesLoad(String name, String series, DType stored) {

    /** Of each row r a stretch, rows {@code r + offset} to {@code r + offset + length - 1}: the axis after the batch. */
    public Graph window(TensorType type, long offset, long length) {
        GraphBuilder b = builder();
        double[] steps =
                LongStream.range(offset, offset + length).asDoubleStream().toArray();
        Value all = data(b, type.shape().without(List.of(1)));
        Value within = Constants.constant(b, new Tensor(DType.I64, Shape.of(length), steps));
        Value places = Elementwise.add(b, ShapeOps.unsqueeze(b, rows(b), List.of(1)), within);
        return graph(b, all, places, type);
    }

    /** Of each row r one row, {@code r + offset}. */
    public Graph element(TensorType type, long offset) {
        GraphBuilder b = builder();
        Value all = data(b, type.shape());
        Value places = Elementwise.add(b, rows(b), Constants.scalar(b, DType.I64, offset));
        return graph(b, all, places, type);
    }

    private GraphBuilder builder() {
        return new GraphBuilder("load." + name);
    }

    private Value data(GraphBuilder b, Shape ofBatch) {
        return b.input("data." + series, new TensorType(stored, ofBatch.with(0, BatchLoad.ROWS)));
    }

    private static Value rows(GraphBuilder b) {
        return b.input(BatchLoad.INDICES, new TensorType(DType.I64, Shape.of(Dim.symbol(Program.BATCH))));
    }

    private Graph graph(GraphBuilder b, Value all, Value places, TensorType type) {
        Value batch = Elementwise.cast(b, IndexOps.gather(b, all, places), type.dtype());
        return b.build(List.of(new Graph.Port(name, batch)));
    }
}
