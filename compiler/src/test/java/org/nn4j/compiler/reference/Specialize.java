package org.nn4j.compiler.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** The same graph of other sizes or element types; every type is inferred anew. */
public final class Specialize {

    private final UnaryOperator<Dim> dims;
    private final UnaryOperator<DType> dtypes;

    private Specialize(UnaryOperator<Dim> dims, UnaryOperator<DType> dtypes) {
        this.dims = d -> d.substitute(dims);
        this.dtypes = dtypes;
    }

    /** Numbers in place of symbols. */
    public static Graph sizes(Graph g, Map<String, Long> sizes) {
        return new Specialize(known(sizes), d -> d).graph(g, new GraphBuilder(g.name()), new HashMap<>());
    }

    /** For {@link Dim#substitute}: numbers for the symbols that have one. */
    public static UnaryOperator<Dim> known(Map<String, Long> sizes) {
        return symbol -> {
            Long size = sizes.get(symbol.toString());
            return size == null ? symbol : Dim.of(size);
        };
    }

    /** One element type in place of another. */
    public static Graph dtype(Graph g, DType from, DType to) {
        return new Specialize(d -> d, d -> d == from ? to : d).graph(g, new GraphBuilder(g.name()), new HashMap<>());
    }

    private Graph graph(Graph g, GraphBuilder b, Map<Value, Value> outer) {
        Map<Value, Value> map = new HashMap<>(outer);
        g.inputs()
                .forEach(
                        p -> map.put(p.value(), b.input(p.name(), type(p.value().type()))));
        for (Node n : g.nodes()) {
            List<Value> in = n.inputs().stream()
                    .map(v -> Objects.requireNonNull(map.get(v)))
                    .toList();
            List<Value> out;
            if (n.regions().isEmpty()) {
                out = b.addAll(n.op(), attributes(n.attributes()), in);
            } else {
                List<Region> regions = new ArrayList<>();
                n.regions()
                        .forEach(r -> regions.add(
                                new Region(graph(r.body(), b.region(r.body().name()), map))));
                out = b.addWithRegions(n.op(), attributes(n.attributes()), in, regions);
            }
            for (int i = 0; i < out.size(); i++) {
                map.put(n.outputs().get(i), out.get(i));
            }
        }
        return b.build(g.outputs().stream()
                .map(p -> new Graph.Port(p.name(), Objects.requireNonNull(map.get(p.value()))))
                .toList());
    }

    private Attributes attributes(Attributes a) {
        Map<String, Object> m = new TreeMap<>();
        a.entries().forEach((name, value) -> m.put(name, attribute(value)));
        return new Attributes(m);
    }

    private Object attribute(Object value) {
        if (value instanceof Dim d) {
            return dims.apply(d);
        } else if (value instanceof Shape s) {
            return shape(s);
        } else if (value instanceof DType d) {
            return dtypes.apply(d);
        } else if (value instanceof Tensor t) {
            DType dtype = dtypes.apply(t.dtype());
            double[] rounded = Arrays.stream(t.elements())
                    .map(v -> dtype.isFloat() ? v : dtype == DType.BOOL ? v != 0 ? 1 : 0 : Math.rint(v))
                    .toArray();
            return new Tensor(dtype, t.shape(), rounded);
        } else if (value instanceof List<?> list) {
            return list.stream().map(this::attribute).toList();
        }
        return value;
    }

    private TensorType type(TensorType t) {
        return new TensorType(dtypes.apply(t.dtype()), shape(t.shape()));
    }

    private Shape shape(Shape s) {
        return new Shape(s.dims().stream().map(dims).toList());
    }
}
