package org.nn4j.compiler.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;

/**
 * Evaluates graphs in plain Java and float64. {@link Meanings} says what each operator does; here values and the sizes
 * behind symbols are kept, and every result is compared with the type that its operator's rule gave it.
 */
public final class ReferenceEvaluator implements Meanings.Scope {

    private final @Nullable ReferenceEvaluator parent;
    private final Map<Value, NdArray> values = new HashMap<>();
    private final Map<String, Long> symbols = new HashMap<>();

    private ReferenceEvaluator(@Nullable ReferenceEvaluator parent) {
        this.parent = parent;
    }

    /** The outputs of a graph, by port name and in order; symbols stand for what the inputs' sizes say. */
    public static Map<String, NdArray> evaluate(Graph graph, Map<String, NdArray> inputs) {
        List<NdArray> arguments = new ArrayList<>();
        for (Graph.Port p : graph.inputs()) {
            NdArray argument = inputs.get(p.name());
            if (argument == null) {
                throw new IllegalArgumentException("no value for input " + p.name() + " of " + graph.name());
            }
            arguments.add(argument);
        }
        List<NdArray> results = new ReferenceEvaluator(null).run(graph, arguments);
        Map<String, NdArray> named = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            named.put(graph.outputs().get(i).name(), results.get(i));
        }
        return named;
    }

    private List<NdArray> run(Graph graph, List<NdArray> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Graph.Port p = graph.inputs().get(i);
            bind(p.value(), arguments.get(i));
        }
        for (int i = 0; i < arguments.size(); i++) {
            Graph.Port p = graph.inputs().get(i);
            define(p.value(), arguments.get(i), "input " + p.name());
        }
        for (Node n : graph.nodes()) {
            List<NdArray> in = n.inputs().stream().map(this::value).toList();
            List<NdArray> out = Meanings.of(n.op()).apply(n, in, this);
            for (int i = 0; i < n.outputs().size(); i++) {
                bind(n.outputs().get(i), out.get(i));
                define(n.outputs().get(i), out.get(i), n.op().name());
            }
        }
        return graph.outputs().stream().map(p -> value(p.value())).toList();
    }

    @Override
    public List<NdArray> call(Graph body, List<NdArray> arguments) {
        return new ReferenceEvaluator(this).run(body, arguments);
    }

    @Override
    public long size(Dim dim) {
        return dim.fold(new Numbers());
    }

    @Override
    public int[] sizes(Shape shape) {
        return shape.dims().stream().mapToInt(d -> Math.toIntExact(size(d))).toArray();
    }

    /** A symbol that is new here stands for the size of the first axis that it names. */
    private void bind(Value v, NdArray array) {
        for (int axis = 0; axis < Math.min(v.rank(), array.rank()); axis++) {
            long size = array.size(axis);
            v.shape().dim(axis).symbolName().filter(s -> !knows(s)).ifPresent(s -> symbols.put(s, size));
        }
    }

    private void define(Value v, NdArray array, String what) {
        if (array.dtype() != v.dtype() || !Arrays.equals(array.sizes(), sizes(v.shape()))) {
            throw new IllegalStateException(what + " has type " + v.type() + " but gives " + array.dtype()
                    + Arrays.toString(array.sizes()) + " where " + symbols);
        }
        values.put(v, array);
    }

    private NdArray value(Value v) {
        NdArray a = values.get(v);
        if (a != null) {
            return a;
        }
        if (parent == null) {
            throw new IllegalStateException(v + " has no value");
        }
        return parent.value(v);
    }

    private boolean knows(String symbol) {
        return symbols.containsKey(symbol) || (parent != null && parent.knows(symbol));
    }

    private long symbol(String name) {
        Long size = symbols.get(name);
        if (size != null) {
            return size;
        }
        if (parent == null) {
            throw new IllegalStateException("no tensor tells the size " + name);
        }
        return parent.symbol(name);
    }

    private final class Numbers implements Dim.Algebra<Long> {
        @Override
        public Long constant(long value) {
            return value;
        }

        @Override
        public Long symbol(String name) {
            return ReferenceEvaluator.this.symbol(name);
        }

        @Override
        public Long add(Long a, Long b) {
            return Math.addExact(a, b);
        }

        @Override
        public Long multiply(Long a, Long b) {
            return Math.multiplyExact(a, b);
        }

        @Override
        public Long floorDiv(Long a, Long b) {
            return Math.floorDiv(a, b);
        }

        @Override
        public Long mod(Long a, Long b) {
            return Math.floorMod(a, b);
        }
    }
}
