package org.nn4j.compiler.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.onnx.proto.GraphProto;
import org.nn4j.compiler.onnx.proto.NodeProto;
import org.nn4j.compiler.onnx.proto.TensorProto;

/**
 * Writes a graph as an ONNX graph. Each operator emits its own nodes; this class keeps names, shares constants and finds
 * the sizes that are known only at run time.
 */
final class LowerToOnnx implements OnnxEmitter {

    /** A tensor whose bytes lie in a file beside the graph. */
    record External(String file, long offset, long length) {}

    /** Where a symbol's size can be read at run time. */
    private record Source(String tensor, int axis) {}

    private final @Nullable LowerToOnnx parent;
    private final int[] nextName;
    private final Set<String> portNames;
    private final GraphProto.Builder proto = GraphProto.newBuilder();
    private final List<NodeProto.Builder> nodes = new ArrayList<>();
    private final Map<Value, String> names = new HashMap<>();
    private final Map<Tensor, String> constants = new HashMap<>();
    private final Map<String, Source> symbols = new HashMap<>();
    private final Map<Dim, String> dimTensors = new HashMap<>();
    private final Map<Dim, String> dimScalars = new HashMap<>();
    private final Map<List<Dim>, String> dimLists = new HashMap<>();

    private LowerToOnnx(@Nullable LowerToOnnx parent) {
        this.parent = parent;
        this.nextName = parent == null ? new int[1] : parent.nextName;
        this.portNames = parent == null ? new HashSet<>() : parent.portNames;
    }

    /** @param externals inputs that are weights in a file, by port name; they become initializers */
    static GraphProto lower(Graph graph, Map<String, External> externals) {
        LowerToOnnx top = new LowerToOnnx(null);
        top.proto.setName(graph.name());
        graph.inputs().forEach(p -> top.portNames.add(p.name()));
        graph.outputs().forEach(p -> top.portNames.add(p.name()));
        for (Graph.Port p : graph.inputs()) {
            External external = externals.get(p.name());
            if (external != null) {
                top.proto.addInitializer(OnnxValues.external(p.name(), p.value().type(), external));
            } else {
                top.proto.addInput(OnnxValues.info(p.name(), p.value().type()));
            }
            top.define(p.value(), p.name());
        }
        top.emitNodes(graph);
        Map<String, String> renames = new HashMap<>();
        Set<String> produced = top.producedNames();
        for (Graph.Port p : graph.outputs()) {
            String current = top.name(p.value());
            if (produced.contains(current) && !renames.containsKey(current)) {
                renames.put(current, p.name());
            } else {
                top.addNode("Identity", List.of(current), List.of(p.name()), Map.of(), Map.of());
            }
            top.proto.addOutput(OnnxValues.info(p.name(), p.value().type()));
        }
        top.nodes.forEach(top.proto::addNode);
        top.dropUnusedConstants();
        return Rename.apply(top.proto.build(), renames);
    }

    private GraphProto lowerRegion(Region region) {
        Graph body = region.body();
        LowerToOnnx inner = new LowerToOnnx(this);
        inner.proto.setName(body.name());
        for (Graph.Port p : body.inputs()) {
            String name = fresh();
            inner.proto.addInput(OnnxValues.info(name, p.value().type()));
            inner.define(p.value(), name);
        }
        inner.emitNodes(body);
        Set<String> usable = inner.producedNames();
        for (Graph.Port p : body.outputs()) {
            String current = inner.name(p.value());
            // What the body does not make itself must pass through a node to become its output.
            String out = usable.remove(current) ? current : inner.emit("Identity", List.of(current));
            inner.proto.addOutput(OnnxValues.info(out, p.value().type()));
        }
        inner.nodes.forEach(inner.proto::addNode);
        inner.dropUnusedConstants();
        return inner.proto.build();
    }

    /** An operator may look at a constant and have no need of its tensor; ONNX Runtime warns of what nothing reads. */
    private void dropUnusedConstants() {
        Set<String> read = new HashSet<>();
        addReads(proto.getNodeList(), read);
        proto.getOutputList().forEach(o -> read.add(o.getName()));
        List<TensorProto> used = proto.getInitializerList().stream()
                .filter(t -> read.contains(t.getName()) || t.getExternalDataCount() > 0)
                .toList();
        proto.clearInitializer().addAllInitializer(used);
    }

    private static void addReads(List<NodeProto> nodes, Set<String> read) {
        for (NodeProto n : nodes) {
            read.addAll(n.getInputList());
            n.getAttributeList().forEach(a -> {
                addReads(a.getG().getNodeList(), read);
                a.getG().getOutputList().forEach(o -> read.add(o.getName()));
            });
        }
    }

    private void emitNodes(Graph graph) {
        for (Node n : graph.nodes()) {
            n.op().emit(this, n);
        }
    }

    private Set<String> producedNames() {
        Set<String> out = new HashSet<>();
        nodes.forEach(n -> out.addAll(n.getOutputList()));
        return out;
    }

    private String fresh() {
        String name = "t" + nextName[0]++;
        return portNames.contains(name) ? fresh() : name;
    }

    @Override
    public int unique() {
        return nextName[0]++;
    }

    @Override
    public String name(Value value) {
        String name = names.get(value);
        if (name != null) {
            return name;
        }
        if (parent == null) {
            throw new IllegalStateException(value + " is not defined");
        }
        return parent.name(value);
    }

    @Override
    public void define(Value value, String name) {
        names.put(value, name);
        for (int axis = 0; axis < value.rank(); axis++) {
            int a = axis;
            value.shape().dim(axis).symbolName().ifPresent(s -> symbols.putIfAbsent(s, new Source(name, a)));
        }
    }

    @Override
    public List<String> emit(String opType, List<String> inputs, Map<String, ?> attributes, int outputs) {
        return emit(opType, inputs, attributes, Map.of(), outputs);
    }

    @Override
    public List<String> emit(
            String opType, List<String> inputs, Map<String, ?> attributes, Map<String, Region> bodies, int outputs) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            out.add(fresh());
        }
        addNode(opType, inputs, out, attributes, bodies);
        return out;
    }

    private void addNode(
            String opType,
            List<String> inputs,
            List<String> outputs,
            Map<String, ?> attributes,
            Map<String, Region> bodies) {
        NodeProto.Builder n =
                NodeProto.newBuilder().setOpType(opType).addAllInput(inputs).addAllOutput(outputs);
        // Sorted, so that equal graphs give equal bytes.
        attributes.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(e -> n.addAttribute(OnnxValues.attribute(e.getKey(), e.getValue())));
        bodies.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(e -> n.addAttribute(OnnxValues.graphAttribute(e.getKey(), lowerRegion(e.getValue()))));
        nodes.add(n);
    }

    @Override
    public String constant(Tensor tensor) {
        return constants.computeIfAbsent(tensor, t -> {
            String name = fresh();
            TensorProto p = OnnxValues.tensor(t).toBuilder().setName(name).build();
            proto.addInitializer(p);
            return name;
        });
    }

    @Override
    public String dim(Dim dim) {
        if (dim.isKnown()) {
            return scalar(DType.I64, (double) dim.value());
        }
        LowerToOnnx home = home(dim.symbols());
        if (home != this) {
            return home.dim(dim);
        }
        String known = lookup(s -> s.dimScalars.get(dim));
        if (known != null) {
            return known;
        }
        String scalar = emit("Squeeze", List.of(dimTensor(dim)));
        dimScalars.put(dim, scalar);
        return scalar;
    }

    @Override
    public String dims(List<Dim> dims) {
        if (dims.stream().allMatch(Dim::isKnown)) {
            return ints(dims.stream().mapToLong(Dim::value).toArray());
        }
        if (dims.size() == 1) {
            return dimTensor(dims.get(0));
        }
        Set<String> sizes = new HashSet<>();
        dims.forEach(d -> sizes.addAll(d.symbols()));
        LowerToOnnx home = home(sizes);
        if (home != this) {
            return home.dims(dims);
        }
        String known = lookup(s -> s.dimLists.get(dims));
        if (known != null) {
            return known;
        }
        String list = emit("Concat", dims.stream().map(this::dimTensor).toList(), Map.of("axis", 0));
        dimLists.put(dims, list);
        return list;
    }

    /** The outermost graph that knows some sizes: what is computed there is not computed again in a body's turns. */
    private LowerToOnnx home(Set<String> sizes) {
        return parent != null && parent.knows(sizes) ? parent.home(sizes) : this;
    }

    private boolean knows(Set<String> sizes) {
        return sizes.stream().allMatch(s -> symbols.containsKey(s) || (parent != null && parent.knows(Set.of(s))));
    }

    private @Nullable String lookup(java.util.function.Function<LowerToOnnx, @Nullable String> where) {
        String found = where.apply(this);
        return found != null || parent == null ? found : parent.lookup(where);
    }

    /** The value of a dim as {@code i64[1]}. */
    private String dimTensor(Dim dim) {
        if (dim.isKnown()) {
            return ints(dim.value());
        }
        LowerToOnnx home = home(dim.symbols());
        if (home != this) {
            return home.dimTensor(dim);
        }
        String known = lookup(s -> s.dimTensors.get(dim));
        if (known != null) {
            return known;
        }
        String computed = dim.fold(new Dim.Algebra<>() {
            @Override
            public String constant(long value) {
                return ints(value);
            }

            @Override
            public String symbol(String name) {
                return symbolTensor(name);
            }

            @Override
            public String add(String a, String b) {
                return emit("Add", List.of(a, b));
            }

            @Override
            public String multiply(String a, String b) {
                return emit("Mul", List.of(a, b));
            }

            @Override
            public String floorDiv(String a, String b) {
                // Div truncates, and what is divided may be negative; without its remainder the division is exact.
                return emit("Div", List.of(emit("Sub", List.of(a, emit("Mod", List.of(a, b)))), b));
            }

            @Override
            public String mod(String a, String b) {
                return emit("Mod", List.of(a, b));
            }
        });
        dimTensors.put(dim, computed);
        return computed;
    }

    private String symbolTensor(String symbol) {
        Dim dim = Dim.symbol(symbol);
        String known = lookup(s -> s.dimTensors.get(dim));
        if (known != null) {
            return known;
        }
        Source source = source(symbol);
        String size = emit("Shape", List.of(source.tensor), Map.of("start", source.axis, "end", source.axis + 1));
        dimTensors.put(dim, size);
        return size;
    }

    private Source source(String symbol) {
        Source s = symbols.get(symbol);
        if (s != null) {
            return s;
        }
        if (parent == null) {
            throw new IllegalStateException("no tensor tells the size " + symbol + " in graph " + proto.getName());
        }
        return parent.source(symbol);
    }
}
