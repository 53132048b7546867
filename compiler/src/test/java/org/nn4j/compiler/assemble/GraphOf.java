package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;

/** Writes a program's graph by hand. */
final class GraphOf {

    static final Dim B = Dim.symbol("B");

    final GraphBuilder b;
    private final List<Graph.Port> outputs = new ArrayList<>();

    GraphOf(String name) {
        b = new GraphBuilder(name);
    }

    /** An input with a row for each of the batch's. */
    Value rows(String name, long... rest) {
        return rows(DType.F32, name, rest);
    }

    Value rows(DType dtype, String name, long... rest) {
        List<Dim> dims = new ArrayList<>(List.of(B));
        for (long d : rest) {
            dims.add(Dim.of(d));
        }
        return b.input(name, new TensorType(dtype, new Shape(dims)));
    }

    Value in(String name, long... shape) {
        return in(DType.F32, name, shape);
    }

    Value in(DType dtype, String name, long... shape) {
        return b.input(name, type(dtype, shape));
    }

    Value op(Op op, Value... in) {
        return b.add(op, Attributes.NONE, in);
    }

    Value number(double value) {
        return Constants.scalar(b, DType.F32, value);
    }

    GraphOf out(String name, Value value) {
        outputs.add(new Graph.Port(name, value));
        return this;
    }

    Graph build() {
        return b.build(outputs);
    }

    static TensorType type(DType dtype, long... shape) {
        return new TensorType(dtype, Shape.of(shape));
    }

    /** {@code f32[B, size]}. */
    static TensorType rowsOf(long size) {
        return new TensorType(DType.F32, Shape.of(B, Dim.of(size)));
    }

    static TensorType f32(long... shape) {
        return type(DType.F32, shape);
    }
}
