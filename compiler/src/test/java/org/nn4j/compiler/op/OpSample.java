package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.Specialize;

/**
 * An operator at work: a graph around it, symbols in its types, and where the values of its inputs come from.
 *
 * @param atKink whether it stands where the operator has no derivative, so that differences would tell nothing
 */
public record OpSample(Op op, Graph graph, Map<String, Filler> fillers, boolean atKink) {

    /** Two choices of sizes for the symbols; the second makes axes of size 1 that the types don't know of. */
    public static final List<Map<String, Long>> SIZES =
            List.of(Map.of("B", 4L, "T", 3L, "D", 5L), Map.of("B", 1L, "T", 2L, "D", 5L));

    /** An input's type and values. */
    public record Input(TensorType type, Filler filler) {}

    /** Makes the nodes of a sample. */
    @FunctionalInterface
    public interface Body {
        List<Value> build(GraphBuilder b, List<Value> inputs);
    }

    /** An input of a type such as {@code f64[B, 3]}, smooth. */
    public static Input in(String type) {
        return in(type, Filler.SMOOTH);
    }

    public static Input in(String type, Filler filler) {
        return new Input(type(type), filler);
    }

    public static TensorType type(String text) {
        int open = text.indexOf('[');
        String dtype = open < 0 ? text : text.substring(0, open);
        Shape shape = open < 0 ? Shape.SCALAR : shape(text.substring(open));
        return new TensorType(DType.valueOf(dtype.toUpperCase(Locale.ROOT)), shape);
    }

    /** {@code [B, 3]}; a size may also be a product or a sum, {@code 2*B} or {@code B+T}. */
    public static Shape shape(String text) {
        String inner = text.substring(1, text.length() - 1);
        return inner.isEmpty()
                ? Shape.SCALAR
                : new Shape(Arrays.stream(inner.split(",")).map(OpSample::dim).toList());
    }

    public static Dim dim(String text) {
        return Arrays.stream(text.split("\\+"))
                .map(term -> Arrays.stream(term.split("\\*"))
                        .map(String::strip)
                        .map(f -> Character.isDigit(f.charAt(0)) ? Dim.of(Long.parseLong(f)) : Dim.symbol(f))
                        .reduce(Dim.of(1), Dim::times))
                .reduce(Dim.of(0), Dim::plus);
    }

    public static OpSample of(Op op, Input... inputs) {
        return of(op, Attributes.NONE, inputs);
    }

    public static OpSample of(Op op, Attributes attributes, Input... inputs) {
        return of(op, (b, in) -> b.addAll(op, attributes, in), inputs);
    }

    public static OpSample of(Op op, Body body, Input... inputs) {
        GraphBuilder b = new GraphBuilder(op.name());
        Map<String, Filler> fillers = new LinkedHashMap<>();
        List<Value> values = new ArrayList<>();
        for (Input input : inputs) {
            String name = "in." + values.size();
            values.add(b.input(name, input.type()));
            fillers.put(name, input.filler());
        }
        List<Value> out = body.build(b, values);
        return new OpSample(op, b.build(ports(out)), fillers, false);
    }

    public static List<Graph.Port> ports(List<Value> out) {
        return IntStream.range(0, out.size())
                .mapToObj(i -> new Graph.Port("out." + i, out.get(i)))
                .toList();
    }

    public OpSample atAKink() {
        return new OpSample(op, graph, fillers, true);
    }

    /** The same values for the same sample, whatever the element type. */
    public Map<String, NdArray> inputs(Graph variant, Map<String, Long> sizes) {
        Random random = new Random(toString().hashCode());
        Map<String, NdArray> values = new LinkedHashMap<>();
        for (Graph.Port p : variant.inputs()) {
            TensorType t = p.value().type();
            int[] known = t.shape().dims().stream()
                    .map(d -> d.substitute(Specialize.known(sizes)))
                    .mapToInt(d -> Math.toIntExact(d.value()))
                    .toArray();
            Filler filler = Objects.requireNonNull(fillers.get(p.name()));
            values.put(p.name(), NdArray.of(t.dtype(), known, filler.fill(random, NdArray.count(known), t.dtype())));
        }
        return values;
    }

    @Override
    public String toString() {
        List<String> types = new ArrayList<>();
        graph.inputs().forEach(p -> types.add(p.value().type().toString()));
        Attributes attributes = graph.nodes().stream()
                .filter(n -> n.op() == op)
                .findFirst()
                .orElseThrow()
                .attributes();
        return op + "(" + String.join(", ", types) + ")" + (attributes.isEmpty() ? "" : " " + attributes)
                + (atKink ? " at a kink" : "");
    }
}
