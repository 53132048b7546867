package org.nn4j.compiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sizes that a graph's symbols stand for at a place where the graph is used. */
final class Sizes {

    /** Every symbol stands for itself. */
    static final Sizes SAME = new Sizes(Map.of());

    private final Map<String, Dim> bindings;

    private Sizes(Map<String, Dim> bindings) {
        this.bindings = bindings;
    }

    /** Read off the arguments: an input {@code [B, T]} that is given {@code [B, 64]} makes T 64. */
    static Sizes of(Graph graph, Map<Value, Value> arguments) {
        Map<String, Dim> bindings = new HashMap<>();
        for (Graph.Port p : graph.inputs()) {
            Value argument = arguments.get(p.value());
            if (argument != null && argument.rank() == p.value().rank()) {
                for (int axis = 0; axis < argument.rank(); axis++) {
                    Dim size = argument.shape().dim(axis);
                    p.value().shape().dim(axis).symbolName().ifPresent(name -> {
                        Dim other = bindings.putIfAbsent(name, size);
                        if (other != null && !other.equals(size)) {
                            throw new IllegalArgumentException(name + " of " + graph.name() + " is both " + other
                                    + " and " + size + ", the latter for " + p.name());
                        }
                    });
                }
            }
        }
        bindings.entrySet().removeIf(e -> e.getValue().equals(Dim.symbol(e.getKey())));
        return bindings.isEmpty() ? SAME : new Sizes(bindings);
    }

    TensorType in(TensorType type) {
        return this == SAME ? type : type.withShape(in(type.shape()));
    }

    Attributes in(Attributes attributes) {
        if (this == SAME) {
            return attributes;
        }
        Map<String, Object> entries = new TreeMap<>();
        attributes.entries().forEach((name, value) -> entries.put(name, inAttribute(value)));
        return new Attributes(entries);
    }

    private Object inAttribute(Object value) {
        if (value instanceof Dim d) {
            return in(d);
        }
        if (value instanceof Shape s) {
            return in(s);
        }
        return value instanceof List<?> list
                ? list.stream().map(this::inAttribute).toList()
                : value;
    }

    private Shape in(Shape shape) {
        return new Shape(shape.dims().stream().map(this::in).toList());
    }

    private Dim in(Dim dim) {
        return dim.substitute(s -> bindings.getOrDefault(s.toString(), s));
    }
}
