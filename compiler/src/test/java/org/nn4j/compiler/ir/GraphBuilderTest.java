package org.nn4j.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nn4j.compiler.op.OpSample.type;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;

class GraphBuilderTest {

    private final GraphBuilder b = new GraphBuilder("g");
    private final Value x = b.input("x", type("f32[B, 3]"));
    private final Value row = b.input("row", type("f32[3]"));

    @Test
    void equalNodesAreShared() {
        assertEquals(Elementwise.mul(b, x, row), Elementwise.mul(b, x, row));
        assertNotEquals(Elementwise.mul(b, x, row), Elementwise.mul(b, row, x));
        assertEquals(Reduction.sum(b, x, List.of(0), true), Reduction.sum(b, x, List.of(0), true));
        assertNotEquals(Reduction.sum(b, x, List.of(0), true), Reduction.sum(b, x, List.of(0), false));
        assertEquals(Constants.scalar(b, DType.F32, 0.5), Constants.scalar(b, DType.F32, 0.5));
        assertNotEquals(Constants.scalar(b, DType.F32, 0.5), Constants.scalar(b, DType.F64, 0.5));
        assertNotEquals(Constants.scalar(b, DType.F32, 0.0), Constants.scalar(b, DType.F32, -0.0));
    }

    @Test
    void bodiesShareTheNodesOfTheGraphAroundThemButNotOfEachOther() {
        Value outside = Elementwise.exp(b, x);
        GraphBuilder then = b.region("then");
        GraphBuilder otherwise = b.region("otherwise");
        assertEquals(outside, Elementwise.exp(then, x));
        assertNotEquals(Elementwise.neg(then, x), Elementwise.neg(otherwise, x));
    }

    @Test
    void valuesOfOtherGraphsAreRefused() {
        // Values are told apart by number and type.
        Value foreign = new GraphBuilder("other").input("x", type("f32[B, 4]"));
        GraphBuilder body = b.region("body");
        Value inner = Elementwise.neg(body, x);
        assertThrows(IllegalStateException.class, () -> Elementwise.exp(b, foreign));
        assertThrows(IllegalStateException.class, () -> Elementwise.exp(b, inner));
        assertThrows(IllegalStateException.class, () -> b.build(OpSample.ports(List.of(inner))));
    }

    @Test
    void anArgumentsSizesHoldThroughoutAnInlinedGraph() {
        GraphBuilder general = new GraphBuilder("general");
        Value in = general.input("x", type("f32[B, T, 2]"));
        Value positions = Constants.range(general, in.shape().dim(1));
        Value flat = ShapeOps.reshape(
                general, in, Shape.of(in.shape().dim(0), in.shape().dim(1).times(Dim.of(2))));
        Graph graph = general.build(OpSample.ports(List.of(positions, flat)));

        Value tensor = b.input("tensor", type("f32[B, 5, 2]"));
        List<Value> results = b.inline(graph, Map.of(in, tensor));

        assertEquals(type("i64[5]"), results.get(0).type());
        assertEquals(type("f32[B, 10]"), results.get(1).type());
    }

    @Test
    void argumentsThatDisagreeAboutASizeAreRefused() {
        GraphBuilder general = new GraphBuilder("general");
        Value in = general.input("x", type("f32[B, T]"));
        Value other = general.input("y", type("f32[B, T]"));
        Graph graph = general.build(OpSample.ports(List.of(in, other)));
        Map<Value, Value> arguments = Map.of(in, b.input("five", type("f32[B, 5]")), other, x);
        assertThrows(IllegalArgumentException.class, () -> b.inline(graph, arguments));
    }

    @Test
    void partOfAGraphHasOnlyWhatLeadsToItsOutputs() {
        Value exp = Elementwise.exp(b, row);
        Elementwise.neg(b, x);
        Graph part = b.buildPart(OpSample.ports(List.of(exp)));
        assertEquals(
                List.of("row"), part.inputs().stream().map(Graph.Port::name).toList());
        assertEquals(1, part.nodes().size());
        GraphVerifier.verify(part, "buildPart");
    }

    @Test
    void partOfAGraphKeepsAnInputThatAloneTellsASize() {
        Value zeros = Constants.fill(b, DType.F32, 0, x.shape());
        Graph part = b.buildPart(OpSample.ports(List.of(Elementwise.add(b, zeros, row))));
        assertEquals(
                List.of("x", "row"),
                part.inputs().stream().map(Graph.Port::name).toList());
        Value count = Constants.dim(b, Dim.symbol("B").plus(Dim.of(1)));
        assertEquals(1, b.buildPart(OpSample.ports(List.of(count))).inputs().size());
    }

    @Test
    void partOfAGraphKeepsWhatOnlyABodyUses() {
        Value exp = Elementwise.exp(b, row);
        GraphBuilder then = b.region("then");
        GraphBuilder otherwise = b.region("otherwise");
        Value chosen = ControlOps.branch(
                        b,
                        Constants.scalar(b, DType.BOOL, 1),
                        then.build(OpSample.ports(List.of(Elementwise.neg(then, exp)))),
                        otherwise.build(OpSample.ports(List.of(exp))))
                .get(0);
        Graph part = b.buildPart(OpSample.ports(List.of(chosen)));
        GraphVerifier.verify(part, "buildPart");
        assertEquals(3, part.nodes().size());
    }

    @Test
    void inliningCopiesAGraphWithItsBodies() {
        for (OpSample s : OpSamples.all()) {
            GraphBuilder copy = new GraphBuilder(s.graph().name());
            Map<Value, Value> arguments = new java.util.HashMap<>();
            s.graph()
                    .inputs()
                    .forEach(p -> arguments.put(
                            p.value(), copy.input(p.name(), p.value().type())));
            Graph inlined = copy.build(OpSample.ports(copy.inline(s.graph(), arguments)));
            GraphVerifier.verify(inlined, "inline");
            assertEquals(GraphPrinter.print(s.graph()), GraphPrinter.print(inlined));
        }
    }

    @Test
    void inliningWithoutAnArgumentIsRefused() {
        Graph g = b.build(OpSample.ports(List.of(Elementwise.mul(b, x, row))));
        GraphBuilder other = new GraphBuilder("other");
        Value argument = other.input("x", x.type());
        assertThrows(IllegalArgumentException.class, () -> other.inline(g, Map.of(x, argument)));
    }

    @Test
    void verifierNamesThePassThatBrokeAGraph() {
        Value exp = Elementwise.exp(b, x);
        Graph whole = b.build(OpSample.ports(List.of(exp)));
        Node node = whole.nodes().get(0);
        Node wrong =
                new Node(node.op(), List.of(row), node.attributes(), node.regions(), node.outputs(), node.origin());
        List<Graph> broken = List.of(
                new Graph("g", whole.inputs(), List.of(wrong), whole.outputs()),
                new Graph("g", whole.inputs(), List.of(), whole.outputs()),
                new Graph("g", whole.inputs(), List.of(node, node), whole.outputs()),
                new Graph("g", List.of(), List.of(node), whole.outputs()));
        GraphVerifier.verify(whole, "Simplify");
        for (Graph g : broken) {
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> GraphVerifier.verify(g, "Simplify"));
            assertEquals(0, String.valueOf(e.getMessage()).indexOf("after Simplify: "));
        }
    }
}
