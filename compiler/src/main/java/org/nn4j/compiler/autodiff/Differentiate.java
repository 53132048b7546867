package org.nn4j.compiler.autodiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Origin;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;

/**
 * Adds the nodes that compute a gradient to the graph under construction.
 *
 * <p>One walk backwards over the nodes: when a node is reached, every use of its outputs has been seen, so their
 * gradients are complete and its rule can say what they mean for its inputs. A gradient is summed down here to the
 * shape of its value where broadcasting had spread it, so that no rule has to.
 */
public final class Differentiate {

    private final GraphBuilder b;
    private final Map<Value, Value> gradients = new HashMap<>();
    private final Set<Value> active = new HashSet<>();

    private Differentiate(GraphBuilder b) {
        this.b = b;
    }

    /**
     * The gradients of {@code Σ seed · y} with respect to values of this graph.
     *
     * @param seed the gradient of {@code y} itself, of its type
     * @return one value of the same type for each of {@code wrt}; zeros where {@code y} does not depend on it
     */
    public static List<Value> gradients(GraphBuilder b, Value y, Value seed, List<Value> wrt) {
        return new Differentiate(b).run(y, seed, wrt);
    }

    private List<Value> run(Value y, Value seed, List<Value> wrt) {
        List<Node> nodes = b.nodes();
        active.addAll(wrt);
        for (Node n : nodes) {
            if (n.uses().stream().anyMatch(active::contains)) {
                active.addAll(n.outputs());
            }
        }
        if (active.contains(y)) {
            gradients.put(y, seed);
        }
        Origin before = b.origin();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            walk(nodes.get(i));
        }
        b.setOrigin(before);
        return wrt.stream().map(this::gradientOrZeros).toList();
    }

    private void walk(Node n) {
        List<@Nullable Value> dys = new ArrayList<>();
        n.outputs().forEach(v -> dys.add(gradients.get(v)));
        boolean reached = dys.stream().anyMatch(d -> d != null);
        if (!reached || n.uses().stream().noneMatch(active::contains)) {
            return;
        }
        if (!n.regions().isEmpty()) {
            throw new IllegalStateException("the gradient of " + n.op() + " is not known");
        }
        if (!n.op().isDifferentiable()) {
            return;
        }
        b.setOrigin(n.origin().toBackward());
        List<@Nullable Value> dxs = n.op().gradient(b, n, dys);
        for (int i = 0; i < n.inputs().size(); i++) {
            Value x = n.input(i);
            Value dx = dxs.get(i);
            if (dx != null && active.contains(x)) {
                Value fitted = Reduction.sumTo(b, dx, x.shape());
                gradients.merge(x, fitted, (one, other) -> Elementwise.add(b, one, other));
            }
        }
    }

    private Value gradientOrZeros(Value x) {
        Value g = gradients.get(x);
        return g != null ? g : Constants.fill(b, x.dtype(), 0, x.shape());
    }
}
