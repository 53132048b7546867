package org.nn4j.compiler.autodiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ScanOps;

/**
 * The gradient of a scan: a scan in the other direction, whose body is the gradient of the body.
 *
 * <p>It carries the gradients of the carried values, goes along those of the yields, and yields those of the slices. The
 * values of the forward body that it reads are yielded by the forward scan, which gets more outputs for them. For a value
 * of the graphs around the scan it yields what every step adds to its gradient, use by use, and the sum is taken after
 * the scan: so a weight's gradient can become one matrix product over all steps.
 */
final class ScanGradient {

    private final GraphBuilder b;
    private final Forward forward;
    private final Node scan;
    private final Differentiate around;
    private final Graph body;
    private final int carries;
    private final GraphBuilder backward;
    private final ScanBody seen;
    private final Differentiate inside;

    private final List<Value> initial = new ArrayList<>();
    private final List<Graph.Port> carried = new ArrayList<>();
    /** What the backward scan goes along, by the input of its body. */
    private final Map<Value, Value> sequences = new HashMap<>();

    private final List<Graph.Port> next = new ArrayList<>();
    private final List<Graph.Port> yields = new ArrayList<>();
    /** What each output of the backward scan adds to the gradient of: the value, and whether to sum over steps. */
    private final List<Result> results = new ArrayList<>();

    private record Result(Value of, boolean summed) {}

    ScanGradient(GraphBuilder b, Forward forward, Node scan, Differentiate around) {
        this.b = b;
        this.forward = forward;
        this.scan = scan;
        this.around = around;
        this.body = scan.regions().get(0).body();
        this.carries = scan.attributes().integer("carries");
        this.backward = b.region(body.name() + "_gradient");
        this.seen = new ScanBody(body, forward, backward);
        this.inside = new Differentiate(backward, seen);
    }

    /** @param dys the gradients of the scan's outputs; null where nothing flows back */
    void add(List<@Nullable Value> dys) {
        activate();
        seed(dys);
        inside.walk();
        collect();
        List<Graph.Port> outputs = new ArrayList<>(next);
        outputs.addAll(yields);
        Graph gradient = backward.buildPart(outputs);
        save(gradient.reads());
        List<Graph.Port> inputs = new ArrayList<>(carried);
        gradient.inputs().stream().filter(p -> sequences.containsKey(p.value())).forEach(inputs::add);
        if (inputs.size() == carried.size()) {
            // Nothing of the steps is read, but their number counts.
            Graph.Port slice = body.inputs().get(carries);
            Value unused = backward.input(slice.name(), slice.value().type());
            inputs.add(new Graph.Port(slice.name(), unused));
            sequences.put(unused, forward.get(scan.input(carries)));
        }
        List<Value> out = ScanOps.scan(
                b,
                scan.attributes().dim("length"),
                !scan.attributes().flag("reverse"),
                initial,
                inputs.subList(carried.size(), inputs.size()).stream()
                        .map(p -> Objects.requireNonNull(sequences.get(p.value())))
                        .toList(),
                new Graph(gradient.name(), inputs, gradient.nodes(), outputs));
        for (int i = 0; i < out.size(); i++) {
            Result r = results.get(i);
            around.contribute(r.of, r.summed ? Reduction.sum(b, out.get(i), List.of(0), false) : out.get(i));
        }
    }

    /** A carried value is active where its first value is, or what some step makes of it. */
    private void activate() {
        Set<Value> active = new HashSet<>();
        scan.regions().get(0).captured().stream().filter(around::isActive).forEach(active::add);
        for (int i = 0; i < body.inputs().size(); i++) {
            if (around.isActive(scan.input(i))) {
                active.add(body.inputs().get(i).value());
            }
        }
        int before;
        do {
            before = active.size();
            inside.activate(active);
            for (int i = 0; i < carries; i++) {
                if (inside.isActive(body.outputs().get(i).value())) {
                    active.add(body.inputs().get(i).value());
                }
            }
        } while (active.size() > before);
    }

    private void seed(List<@Nullable Value> dys) {
        for (int i = 0; i < carries; i++) {
            Graph.Port port = body.inputs().get(i);
            if (inside.isActive(port.value())) {
                Value dy = dys.get(i);
                Value of = port.value();
                initial.add(dy != null ? dy : Constants.fill(b, of.dtype(), 0, of.shape()));
                Value d = backward.input("d_" + port.name(), of.type());
                carried.add(new Graph.Port("d_" + port.name(), d));
                inside.contribute(body.outputs().get(i).value(), d);
            }
        }
        for (int i = carries; i < body.outputs().size(); i++) {
            Graph.Port yield = body.outputs().get(i);
            Value dy = dys.get(i);
            if (dy != null && inside.isActive(yield.value())) {
                Value slice = backward.input("d_" + yield.name(), yield.value().type());
                sequences.put(slice, dy);
                inside.contribute(yield.value(), slice);
            }
        }
    }

    private void collect() {
        for (int i = 0; i < body.inputs().size(); i++) {
            Graph.Port in = body.inputs().get(i);
            String name = "d_" + in.name();
            Value d = inside.gradient(in.value());
            if (i < carries && inside.isActive(in.value())) {
                next.add(new Graph.Port(name, inside.gradientOrZeros(in.value())));
                results.add(new Result(scan.input(i), false));
            } else if (i >= carries && d != null) {
                yields.add(new Graph.Port(name, d));
                results.add(new Result(scan.input(i), false));
            }
        }
        inside.outside()
                .forEach((v, uses) -> uses.forEach(d -> {
                    yields.add(new Graph.Port("d", d));
                    results.add(new Result(v, true));
                }));
    }

    /** The forward scan yields what the backward body reads of its body. */
    private void save(Set<Value> read) {
        Map<Value, Value> saved = seen.slicesOf(read);
        List<Value> more =
                saved.values().stream().filter(v -> existing(v) == null).toList();
        List<Value> stacks = forward.extend(scan, seen.yielding(more));
        saved.forEach((slice, v) -> {
            Value stack = existing(v);
            sequences.put(slice, forward.get(stack != null ? stack : stacks.get(more.indexOf(v))));
        });
    }

    /** The sequence of all of a body's values of one kind, if there is one already. */
    private @Nullable Value existing(Value v) {
        for (int i = carries; i < body.inputs().size(); i++) {
            if (body.inputs().get(i).value().equals(v)) {
                return scan.input(i);
            }
        }
        for (int i = carries; i < body.outputs().size(); i++) {
            if (body.outputs().get(i).value().equals(v)) {
                return scan.outputs().get(i);
            }
        }
        return null;
    }
}
