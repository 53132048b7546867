package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.GraphPrinter;
import org.nn4j.compiler.ir.GraphVerifier;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Origin;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;

/** What tests of passes share: a graph before, and what its operators are after. */
abstract class PassTest {

    static final Dim B = Dim.symbol("B");

    final GraphBuilder b = new GraphBuilder("g");
    private final List<Graph.Port> outputs = new ArrayList<>();

    /** A matrix {@code f32[B, 4]}. */
    Value x(String name) {
        return in(DType.F32, name, Shape.of(B, Dim.of(4)));
    }

    Value scalar(DType dtype, String name) {
        return in(dtype, name, Shape.SCALAR);
    }

    Value in(DType dtype, String name, Shape shape) {
        return b.input(name, new TensorType(dtype, shape));
    }

    Value op(Op op, Value... in) {
        return b.add(op, Attributes.NONE, in);
    }

    Value number(double value) {
        return Constants.scalar(b, DType.F32, value);
    }

    void backward(Runnable nodes) {
        Origin before = b.setOrigin(Origin.NONE.toBackward());
        nodes.run();
        b.setOrigin(before);
    }

    void out(Value v) {
        outputs.add(new Graph.Port("out" + outputs.size(), v));
    }

    /** The graph after a pass, without what is no longer used. */
    Graph after(Pass pass) {
        Graph g = pass.apply(b.build(outputs));
        GraphVerifier.verify(g, pass.name());
        Graph pruned = Passes.prune(g);
        GraphVerifier.verify(pruned, "prune");
        return pruned;
    }

    /** The nodes that stay and what they read, a line each, without constants' lines. */
    static String text(Graph g) {
        return Stream.of(GraphPrinter.print(g).split("\n"))
                .map(String::strip)
                .filter(line -> line.startsWith("%") || line.startsWith("return") || line.startsWith("graph"))
                .skip(1)
                .collect(Collectors.joining("\n"));
    }

    static void assertText(String expected, Graph actual) {
        assertEquals(expected.strip(), text(actual));
    }
}
