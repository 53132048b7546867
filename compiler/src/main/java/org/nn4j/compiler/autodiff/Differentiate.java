package org.nn4j.compiler.autodiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Forward forward;
    private final Map<Value, Value> gradients = new HashMap<>();
    private final Map<Value, List<Value>> outside = new LinkedHashMap<>();
    private final Set<Value> active = new HashSet<>();

    /** @param b where the gradient of {@code forward} is computed */
    Differentiate(GraphBuilder b, Forward forward) {
        this.b = b;
        this.forward = forward;
    }

    /**
     * The gradients of {@code Σ seed · y} with respect to values of this graph.
     *
     * @param seed the gradient of {@code y} itself, of its type
     * @return one value of the same type for each of {@code wrt}; zeros where {@code y} does not depend on it
     */
    public static List<Value> gradients(GraphBuilder b, Value y, Value seed, List<Value> wrt) {
        Differentiate d = new Differentiate(b, Forward.of(b));
        d.activate(wrt);
        d.contribute(y, seed);
        Origin before = b.origin();
        d.walk();
        b.setOrigin(before);
        return wrt.stream().map(d::gradientOrZeros).toList();
    }

    /** Gradients are wanted of these values, and so of all that depends on them. */
    void activate(Iterable<Value> values) {
        values.forEach(active::add);
        for (Node n : forward.nodes()) {
            if (n.uses().stream().anyMatch(active::contains)) {
                n.outputs().stream().filter(v -> v.dtype().isFloat()).forEach(active::add);
            }
        }
    }

    boolean isActive(Value v) {
        return active.contains(v);
    }

    void walk() {
        List<Node> nodes = forward.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            walk(nodes.get(i));
        }
    }

    private void walk(Node n) {
        List<@Nullable Value> dys = new ArrayList<>();
        n.outputs().forEach(v -> dys.add(gradients.get(v)));
        boolean reached = dys.stream().anyMatch(d -> d != null);
        if (!reached || n.uses().stream().noneMatch(active::contains)) {
            return;
        }
        b.setOrigin(n.origin().toBackward());
        if (n.op().hasGradientOfBody()) {
            new ScanGradient(b, forward, n, this).add(dys);
            return;
        }
        if (!n.regions().isEmpty()) {
            throw new IllegalStateException("the gradient of " + n.op() + " is not known");
        }
        if (!n.op().isDifferentiable()) {
            return;
        }
        List<@Nullable Value> dxs = n.op().gradient(b, seen(n), dys);
        for (int i = 0; i < n.inputs().size(); i++) {
            Value dx = dxs.get(i);
            if (dx != null) {
                contribute(n.input(i), dx);
            }
        }
    }

    /** A node with its values as they stand where the gradient is computed. */
    private Node seen(Node n) {
        return new Node(
                n.op(),
                n.inputs().stream().map(forward::get).toList(),
                n.attributes(),
                n.regions(),
                n.outputs().stream().map(forward::get).toList(),
                n.origin());
    }

    /** One use of a value adds this to its gradient. */
    void contribute(Value x, Value dx) {
        if (!active.contains(x)) {
            return;
        }
        Value fitted = Reduction.sumTo(b, dx, x.shape());
        if (forward.isOutside(x)) {
            outside.computeIfAbsent(x, v -> new ArrayList<>()).add(fitted);
        } else {
            gradients.merge(x, fitted, (one, other) -> Elementwise.add(b, one, other));
        }
    }

    @Nullable
    Value gradient(Value x) {
        return gradients.get(x);
    }

    Value gradientOrZeros(Value x) {
        return Objects.requireNonNullElseGet(gradients.get(x), () -> Constants.fill(b, x.dtype(), 0, x.shape()));
    }

    /** What each use of a value of the graphs around this one adds to its gradient, use by use. */
    Map<Value, List<Value>> outside() {
        return outside;
    }
}
