package org.nn4j.compiler.assemble;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Convolution;
import org.nn4j.compiler.op.Scan;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/**
 * Whether the parts of a batch are better computed side by side, each by one thread, than the whole by all threads.
 *
 * <p>They are where the model convolves: around the products of a convolution there is much that ONNX Runtime does on
 * one thread alone, such as slices and enlargements. The network of two convolutions in the benchmarks takes 6.3 ms a
 * step in two parts, and 7.0 with two threads on the whole. And they are where it walks over many steps, each with
 * products too small to be shared: the benchmarks' LSTM takes 9.8 ms a step instead of 10.5 over a hundred of them, but
 * 1.4 instead of 1.2 over ten. Both only where no row's loss depends on another row: batch normalisation would see other
 * statistics.
 */
final class PartwiseBatch {

    /** A scan of so many steps is long: between those that were measured. */
    private static final int MANY_STEPS = 50;

    private PartwiseBatch() {}

    static boolean suits(Recipe recipe) {
        Graph g = recipe.training();
        boolean updates = g.outputs().stream().anyMatch(p -> p.name().startsWith("state."));
        List<Node> nodes = behindLoss(g);
        return !updates
                && nodes.stream().anyMatch(n -> n.op() == Convolution.CONV || walksFar(n))
                && nodes.stream().noneMatch(PartwiseBatch::joinsRows);
    }

    private static boolean walksFar(Node n) {
        if (n.op() != ScanOps.SCAN) {
            return false;
        }
        Dim steps = new Scan(n).length();
        return steps.isKnown() && steps.value() >= MANY_STEPS;
    }

    private static boolean joinsRows(Node n) {
        return n.inputs().stream().anyMatch(PartwiseBatch::hasRows)
                && !n.outputs().stream().allMatch(PartwiseBatch::hasRows);
    }

    private static boolean hasRows(Value v) {
        return v.shape().dims().stream().anyMatch(d -> d.symbols().contains(Program.BATCH));
    }

    private static List<Node> behindLoss(Graph g) {
        Map<Value, Node> definitions = new HashMap<>();
        g.nodes().forEach(n -> n.outputs().forEach(v -> definitions.put(v, n)));
        Set<Node> found = new HashSet<>();
        Deque<Value> open = new ArrayDeque<>(List.of(g.output("loss").value()));
        while (!open.isEmpty()) {
            Node n = definitions.get(open.pop());
            if (n != null && found.add(n)) {
                open.addAll(n.uses());
            }
        }
        return List.copyOf(found);
    }
}
