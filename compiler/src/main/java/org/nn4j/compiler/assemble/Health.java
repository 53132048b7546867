package org.nn4j.compiler.assemble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;

/** Whether a step may be applied: a number that is finite if it may. */
final class Health {

    private Health() {}

    /**
     * A loss plus the squared norm of a gradient. One number tells of both, since an infinite or undefined part makes
     * the sum so.
     */
    static Value of(GraphBuilder b, Value loss, List<Value> gradients) {
        Value sum = loss;
        for (Value g : gradients) {
            sum = Elementwise.add(b, sum, Reduction.sumSquareAll(b, g));
        }
        return sum;
    }

    /**
     * State after a step, or before it where the step went wrong. A branch costs less than choosing between two vectors,
     * and copies nothing.
     *
     * @param before values by the names of the state tensors
     * @param step adds the nodes of the step; answers values of the same names
     */
    static Map<String, Value> guard(
            GraphBuilder b, Value health, Map<String, Value> before, Function<GraphBuilder, Map<String, Value>> step) {
        GraphBuilder apply = b.region("apply");
        Map<String, Value> after = step.apply(apply);
        List<Graph.Port> changed = before.keySet().stream()
                .map(name -> new Graph.Port(name, Objects.requireNonNull(after.get(name), name)))
                .toList();
        List<Graph.Port> kept = before.entrySet().stream()
                .map(e -> new Graph.Port(e.getKey(), e.getValue()))
                .toList();
        List<Value> chosen = ControlOps.branch(
                b,
                Elementwise.isFinite(b, health),
                apply.build(changed),
                b.region("refuse").build(kept));
        Map<String, Value> byName = new LinkedHashMap<>();
        before.keySet().forEach(name -> byName.put(name, chosen.get(byName.size())));
        return byName;
    }
}
