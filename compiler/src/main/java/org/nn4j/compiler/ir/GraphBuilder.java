package org.nn4j.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The only way to make a node. It infers the node's type through its operator and shares equal nodes: every operator is
 * pure (a random one takes its key as an input), so the same operator on the same inputs is the same value.
 */
public final class GraphBuilder {

    private record Key(Op op, List<Value> inputs, Attributes attributes) {}

    private final String name;
    private final @Nullable GraphBuilder parent;
    private final int[] nextId;
    private final List<Graph.Port> inputs = new ArrayList<>();
    private final Set<Value> inputValues = new HashSet<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Value, Node> definitions = new HashMap<>();
    private final Map<Key, Node> shared = new HashMap<>();
    private Origin origin = Origin.NONE;

    public GraphBuilder(String name) {
        this(name, null, new int[1]);
    }

    private GraphBuilder(String name, @Nullable GraphBuilder parent, int[] nextId) {
        this.name = name;
        this.parent = parent;
        this.nextId = nextId;
        if (parent != null) {
            origin = parent.origin;
        }
    }

    /** A builder for a graph inside a node of this one; it may use this builder's values. */
    public GraphBuilder region(String regionName) {
        return new GraphBuilder(regionName, this, nextId);
    }

    public Value input(String portName, TensorType type) {
        Value v = fresh(type);
        inputs.add(new Graph.Port(portName, v));
        inputValues.add(v);
        return v;
    }

    private Value fresh(TensorType type) {
        return new Value(nextId[0]++, type);
    }

    /** Adds a node with one output. */
    public Value add(Op op, Attributes attributes, Value... in) {
        return addAll(op, attributes, Arrays.asList(in)).get(0);
    }

    /** Adds a node, or finds the equal one. */
    public List<Value> addAll(Op op, Attributes attributes, List<Value> in) {
        Key key = new Key(op, List.copyOf(in), attributes);
        Node known = find(key);
        if (known != null) {
            return known.outputs();
        }
        Node n = make(op, in, attributes, List.of());
        shared.put(key, n);
        return n.outputs();
    }

    /** Adds a node with bodies; such nodes are never shared. */
    public List<Value> addWithRegions(Op op, Attributes attributes, List<Value> in, List<Region> regions) {
        return make(op, in, attributes, regions).outputs();
    }

    private Node make(Op op, List<Value> in, Attributes attributes, List<Region> regions) {
        for (Value v : in) {
            if (!owns(v)) {
                throw new IllegalStateException(v + " of " + op.name() + " is not a value of graph " + name);
            }
        }
        List<TensorType> types = op.infer(in.stream().map(Value::type).toList(), attributes, regions);
        Node n = new Node(
                op, in, attributes, regions, types.stream().map(this::fresh).toList(), origin);
        nodes.add(n);
        n.outputs().forEach(v -> definitions.put(v, n));
        return n;
    }

    /** A node with other bodies that give more than before: its outputs so far, and new values behind them. */
    public Node extended(Node n, List<Region> regions) {
        List<TensorType> types =
                n.op().infer(n.inputs().stream().map(Value::type).toList(), n.attributes(), regions);
        List<Value> outputs = new ArrayList<>(n.outputs());
        types.subList(outputs.size(), types.size()).forEach(t -> outputs.add(fresh(t)));
        return new Node(n.op(), n.inputs(), n.attributes(), regions, outputs, n.origin());
    }

    /** Puts an {@link #extended} node in its place. */
    public void replace(Node n, Node extended) {
        nodes.replaceAll(old -> old.outputs().equals(n.outputs()) ? extended : old);
        extended.outputs().forEach(v -> definitions.put(v, extended));
    }

    private @Nullable Node find(Key key) {
        Node n = shared.get(key);
        return n != null || parent == null ? n : parent.find(key);
    }

    /** Whether a value may be used here. */
    public boolean owns(Value v) {
        return definitions.containsKey(v) || inputValues.contains(v) || (parent != null && parent.owns(v));
    }

    /** Whether this is that graph or a region inside it: then that graph's values may be used here. */
    public boolean isWithin(GraphBuilder other) {
        return this == other || (parent != null && parent.isWithin(other));
    }

    /** The node that defines a value of this graph; null for an input or a value of a graph around it. */
    public @Nullable Node definition(Value v) {
        return definitions.get(v);
    }

    /** The nodes so far. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public Origin origin() {
        return origin;
    }

    /** From here on, nodes carry this origin; answers the one before. */
    public Origin setOrigin(Origin next) {
        Origin before = origin;
        origin = next;
        return before;
    }

    /**
     * Adds the nodes of another graph with its inputs replaced, every one; answers its outputs, in order. Where an
     * argument has another size than its input, the input's symbol stands for that size throughout.
     */
    public List<Value> inline(Graph graph, Map<Value, Value> arguments) {
        Set<Value> read = graph.reads();
        for (Graph.Port p : graph.inputs()) {
            // Values of two graphs may have one number: what is not replaced would be taken for a value of this one.
            if (!arguments.containsKey(p.value()) && read.contains(p.value())) {
                throw new IllegalArgumentException("no argument for input " + p.name() + " of " + graph.name());
            }
        }
        Map<Value, Value> map = new HashMap<>(arguments);
        Sizes sizes = Sizes.of(graph, arguments);
        Origin before = origin;
        for (Node n : graph.nodes()) {
            copy(n, map, sizes);
        }
        origin = before;
        return graph.outputs().stream().map(p -> mapped(map, p.value())).toList();
    }

    /** Adds a copy of a node whose inputs are replaced through {@code map}, and records its outputs there. */
    public List<Value> copy(Node n, Map<Value, Value> map) {
        return copy(n, map, Sizes.SAME);
    }

    private List<Value> copy(Node n, Map<Value, Value> map, Sizes sizes) {
        origin = n.origin();
        Attributes attributes = sizes.in(n.attributes());
        List<Value> in = n.inputs().stream().map(v -> mapped(map, v)).toList();
        List<Value> out;
        if (n.regions().isEmpty()) {
            out = addAll(n.op(), attributes, in);
        } else {
            List<Region> regions = n.regions().stream()
                    .map(r -> new Region(copyRegion(r.body(), map, sizes)))
                    .toList();
            out = addWithRegions(n.op(), attributes, in, regions);
        }
        for (int i = 0; i < out.size(); i++) {
            map.put(n.outputs().get(i), out.get(i));
        }
        return out;
    }

    private Graph copyRegion(Graph body, Map<Value, Value> outer, Sizes sizes) {
        GraphBuilder inner = region(body.name());
        Map<Value, Value> map = new HashMap<>(outer);
        for (Graph.Port p : body.inputs()) {
            map.put(p.value(), inner.input(p.name(), sizes.in(p.value().type())));
        }
        body.nodes().forEach(n -> inner.copy(n, map, sizes));
        return inner.build(body.outputs().stream()
                .map(p -> new Graph.Port(p.name(), mapped(map, p.value())))
                .toList());
    }

    private static Value mapped(Map<Value, Value> map, Value v) {
        return map.getOrDefault(v, v);
    }

    /**
     * The part of this graph that some values need: neither nodes nor inputs that do not lead to them. An input leads to
     * them also where it alone tells a size that they have; of a body, the graph around it tells all sizes.
     */
    public Graph buildPart(List<Graph.Port> outputs) {
        Set<Value> needed = new HashSet<>();
        outputs.forEach(p -> needed.add(p.value()));
        Set<String> sizes = new TreeSet<>();
        List<Node> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node n = nodes.get(i);
            if (n.outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(n.uses());
                sizes.addAll(parent == null ? n.symbols() : Set.of());
                kept.add(n);
            }
        }
        Collections.reverse(kept);
        inputs.stream().filter(p -> needed.contains(p.value())).forEach(p -> sizes.removeAll(told(p.value())));
        for (Graph.Port p : inputs) {
            if (sizes.removeAll(told(p.value()))) {
                needed.add(p.value());
            }
        }
        List<Graph.Port> used =
                inputs.stream().filter(p -> needed.contains(p.value())).toList();
        return new Graph(name, used, kept, outputs);
    }

    /** The symbols whose sizes can be read off a value. */
    private static Set<String> told(Value v) {
        Set<String> symbols = new HashSet<>();
        v.shape().dims().forEach(d -> d.symbolName().ifPresent(symbols::add));
        return symbols;
    }

    public Graph build(List<Graph.Port> outputs) {
        for (Graph.Port p : outputs) {
            if (!owns(p.value())) {
                throw new IllegalStateException("output " + p.name() + " is not a value of graph " + name);
            }
        }
        return new Graph(name, inputs, nodes, outputs);
    }
}
