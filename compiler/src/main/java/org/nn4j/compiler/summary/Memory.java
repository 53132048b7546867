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
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.RecurrentOps;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.program.Program;

/** The bytes of tensors while a graph is computed, with sizes that are given. */
final class Memory {

    private static final Set<Op> SAME_BYTES = Set.of(ShapeOps.RESHAPE, ShapeOps.SQUEEZE, ShapeOps.UNSQUEEZE);

    private static final Set<Op> GATED = Set.of(RecurrentOps.RNN, RecurrentOps.GRU, RecurrentOps.LSTM);

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
     * The most that is held at a time where a graph serves, from its inputs on: a tensor lives until it is last read,
     * reshaped tensors share their bytes. Parameters and other inputs that are no rows of a batch do not count.
     */
    long peak(Graph graph) {
        return peak(graph.inputs().stream().filter(p -> ofBatch(p.value())).toList(), graph);
    }

    /** The same of a graph that trains, with the state that comes in and that of the turns, but for the data set. */
    long peakOfTraining(Graph graph) {
        return peak(graph.inputs(), graph);
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
            for (Value v : n.outputs()) {
                if (base(bases, v).equals(v) && n.op() != Constants.CONSTANT) {
                    live.put(v, size(v));
                    held += size(v);
                }
            }
            most = Math.max(most, held + inside(n));
            held -= free(live, lastUse, i);
        }
        return most;
    }

    /** What an operator holds while it is computed: the tensors of its body, or the gates of all steps. */
    private long inside(Node n) {
        if (GATED.contains(n.op())) {
            // x is [T, B, inputs], its weights are [inputs, gates].
            List<Dim> steps = n.input(0).shape().dims().subList(0, 2);
            return size(new TensorType(
                    DType.F32,
                    Shape.of(steps.get(0), steps.get(1), n.input(1).shape().dim(1))));
        }
        return n.regions().stream()
                .map(Region::body)
                .mapToLong(body -> peak(body.inputs(), body))
                .max()
                .orElse(0);
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

    private static long size(DType type) {
        return switch (type) {
            case U8, BOOL -> 1;
            case F32, I32 -> 4;
            case I64, F64, U64 -> 8;
        };
    }

    private long size(Value v) {
        return size(v.type());
    }

    /** Bytes; 0 of what is as long as the data set. */
    private long size(TensorType type) {
        Dim elements = bindings.in(type.shape().elements());
        return elements.isKnown() ? elements.value() * size(type.dtype()) : 0;
    }
}
