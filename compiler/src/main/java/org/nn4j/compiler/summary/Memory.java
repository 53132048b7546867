package org.nn4j.compiler.summary;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.program.Program;

/** The bytes of tensors while a graph is computed, with sizes that are given. */
final class Memory {

    private static final Set<Op> SAME_BYTES = Set.of(ShapeOps.RESHAPE, ShapeOps.SQUEEZE, ShapeOps.UNSQUEEZE);

    private final Bindings bindings;

    Memory(Bindings bindings) {
        this.bindings = bindings;
    }

    /** What the backward half reads of the forward half: tensors of the batch, each once. */
    long keptForBackward(Graph gradients) {
        Map<Value, Value> bases = bases(gradients.nodes());
        Set<Value> forward = new HashSet<>();
        Set<Value> read = new HashSet<>();
        for (Node n : gradients.nodes()) {
            if (n.origin().backward()) {
                n.uses().forEach(v -> read.add(base(bases, v)));
            } else {
                forward.addAll(n.outputs());
            }
        }
        return read.stream()
                .filter(v -> forward.contains(v) && ofBatch(v))
                .mapToLong(this::size)
                .sum();
    }

    private static boolean ofBatch(Value v) {
        return v.shape().dims().stream().anyMatch(d -> d.symbols().contains(Program.BATCH));
    }

    /**
     * The most that is held at a time, from the graph's inputs on: a tensor lives until it is last read, an elementwise
     * operator writes over an input that nothing reads any more, reshaped tensors share their bytes. Parameters and other
     * inputs that are no rows of a batch do not count.
     */
    long peak(Graph graph) {
        return peak(graph.inputs().stream().filter(p -> ofBatch(p.value())).toList(), graph);
    }

    private long peak(List<Graph.Port> inputs, Graph graph) {
        Map<Value, Value> bases = bases(graph.nodes());
        Map<Value, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (Value v : graph.nodes().get(i).uses()) {
                lastUse.put(base(bases, v), i);
            }
        }
        graph.outputs().forEach(p -> lastUse.put(base(bases, p.value()), Integer.MAX_VALUE));
        Map<Value, Long> live = new HashMap<>();
        inputs.forEach(p -> live.put(p.value(), size(p.value())));
        long held = live.values().stream().mapToLong(Long::longValue).sum();
        long most = held;
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node n = graph.nodes().get(i);
            int now = i;
            if (n.op().isElementwise()) {
                held -= overwritten(n, live, lastUse, bases, now);
            }
            for (Value v : n.outputs()) {
                if (base(bases, v).equals(v) && n.op() != Constants.CONSTANT) {
                    live.put(v, size(v));
                    held += size(v);
                }
            }
            most = Math.max(most, held + inside(n));
            held -= free(live, lastUse, now);
        }
        return most;
    }

    private long inside(Node n) {
        return n.regions().stream()
                .map(Region::body)
                .mapToLong(body -> peak(body.inputs(), body))
                .max()
                .orElse(0);
    }

    private long overwritten(
            Node n, Map<Value, Long> live, Map<Value, Integer> lastUse, Map<Value, Value> bases, int now) {
        long size = size(n.output());
        for (Value v : n.inputs()) {
            Value input = base(bases, v);
            if (Long.valueOf(size).equals(live.get(input)) && lastUse.getOrDefault(input, now) == now) {
                live.remove(input);
                return size;
            }
        }
        return 0;
    }

    /** Frees what is last read by this node or, of an output that nobody reads, what it has made. */
    private static long free(Map<Value, Long> live, Map<Value, Integer> lastUse, int now) {
        long freed = 0;
        for (var it = live.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<Value, Long> e = it.next();
            if (lastUse.getOrDefault(e.getKey(), now) <= now) {
                freed += e.getValue();
                it.remove();
            }
        }
        return freed;
    }

    private static Map<Value, Value> bases(List<Node> nodes) {
        Map<Value, Value> bases = new HashMap<>();
        for (Node n : nodes) {
            if (SAME_BYTES.contains(n.op())) {
                bases.put(n.output(), base(bases, n.input(0)));
            }
        }
        return bases;
    }

    private static Value base(Map<Value, Value> bases, Value v) {
        return bases.getOrDefault(v, v);
    }

    /** Symbols without which the tensors of a batch have no known size. */
    Set<String> unknown(Graph graph) {
        Set<String> unknown = new TreeSet<>();
        graph.nodes().stream()
                .flatMap(n -> n.outputs().stream())
                .filter(Memory::ofBatch)
                .forEach(v -> unknown.addAll(bindings.in(v.shape().elements()).symbols()));
        return unknown;
    }

    private Dim bytes(Value v) {
        return bindings.in(v.shape().elements()).times(Dim.of(size(v.dtype())));
    }

    private static long size(DType type) {
        return switch (type) {
            case U8, BOOL -> 1;
            case F32, I32 -> 4;
            case I64, F64, U64 -> 8;
        };
    }

    private long size(Value v) {
        return bytes(v).value();
    }
}
