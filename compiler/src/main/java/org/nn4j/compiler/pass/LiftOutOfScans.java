package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Scan;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.pass.OverLeadingAxis.Operand;

/**
 * What a scan's body computes from slices alone → the same for all steps at once, before the scan; and what it computes
 * for its yields alone → for all steps at once, after the scan. So the projection of a cell's input is one matrix product
 * over the whole sequence, and so is the gradient of a weight.
 */
final class LiftOutOfScans implements Pass {

    @Override
    public Graph apply(Graph graph) {
        return Rewrite.apply(graph, (r, n) -> n.op() == ScanOps.SCAN ? new Lift(r, new Scan(n)).replacement() : null);
    }

    /** One scan on its way apart. */
    private static final class Lift {
        private final Rewrite r;
        private final Scan scan;
        private final Map<Value, Dependence> dependence;
        private final List<Node> early = new ArrayList<>();
        private final List<Node> inside = new ArrayList<>();
        private final List<Node> late = new ArrayList<>();
        private final Map<Value, Node> unchanging = new HashMap<>();
        /** Of a value of the body that does not change, the same value before the scan. */
        private final Map<Value, Value> single = new HashMap<>();
        /** Of a value of the body, the values of all steps, once they are known outside. */
        private final Map<Value, Value> stacks = new HashMap<>();

        Lift(Rewrite r, Scan scan) {
            this.r = r;
            this.scan = scan;
            this.dependence = Dependence.of(scan);
        }

        @Nullable
        List<Value> replacement() {
            sort();
            if (early.isEmpty() && late.isEmpty()) {
                return null;
            }
            for (int i = 0; i < scan.slices().size(); i++) {
                stacks.put(scan.slices().get(i).value(), r.get(scan.sequences().get(i)));
            }
            early.forEach(this::lift);
            List<Value> results = new ArrayList<>(rest());
            late.forEach(this::lift);
            scan.yields().forEach(p -> results.add(Objects.requireNonNull(stacks.get(p.value()))));
            return results;
        }

        private Dependence of(Value v) {
            return dependence.getOrDefault(v, Dependence.NONE);
        }

        private void sort() {
            Set<Value> forSteps = new HashSet<>();
            scan.next().forEach(p -> forSteps.add(p.value()));
            List<Node> nodes = scan.body().nodes();
            for (int i = nodes.size() - 1; i >= 0; i--) {
                Node n = nodes.get(i);
                Dependence d = n.outputs().isEmpty()
                        ? Dependence.STEPS
                        : of(n.outputs().get(0));
                boolean forYields = n.outputs().stream().noneMatch(forSteps::contains);
                if (d == Dependence.SLICES) {
                    early.add(0, n);
                } else if (d == Dependence.STEPS && forYields && Dependence.isLiftable(n, dependence)) {
                    late.add(0, n);
                } else {
                    inside.add(0, n);
                    forSteps.addAll(n.uses());
                }
                if (d == Dependence.NONE) {
                    n.outputs().forEach(v -> unchanging.put(v, n));
                }
            }
        }

        private void lift(Node n) {
            r.b().setOrigin(n.origin());
            List<Operand> operands = n.inputs().stream()
                    .map(v -> of(v) == Dependence.NONE
                            ? new Operand(before(v), false)
                            : new Operand(Objects.requireNonNull(stacks.get(v)), true))
                    .toList();
            List<Value> out = OverLeadingAxis.apply(r.b(), n, operands, scan.length());
            for (int i = 0; i < out.size(); i++) {
                stacks.put(n.outputs().get(i), out.get(i));
            }
        }

        private Value before(Value v) {
            Node n = unchanging.get(v);
            if (n == null) {
                return r.get(v);
            }
            if (!single.containsKey(v)) {
                n.uses().forEach(u -> single.put(u, before(u)));
                r.b().copy(n, single);
            }
            return Objects.requireNonNull(single.get(v));
        }

        /** The scan without what was lifted out; answers its last carried values. */
        private List<Value> rest() {
            GraphBuilder body = r.b().region(scan.body().name());
            Map<Value, Value> map = new HashMap<>();
            scan.node().regions().get(0).captured().forEach(v -> map.put(v, r.get(v)));
            scan.carried()
                    .forEach(p ->
                            map.put(p.value(), body.input(p.name(), p.value().type())));
            List<Value> sequences = new ArrayList<>();
            for (Value v : slices()) {
                map.put(v, body.input("slice", v.type()));
                sequences.add(Objects.requireNonNull(stacks.get(v)));
            }
            inside.forEach(n -> body.copy(n, map));
            Set<Value> yields = yields();
            List<Graph.Port> outputs = new ArrayList<>();
            scan.next().forEach(p -> outputs.add(new Graph.Port(p.name(), get(map, p.value()))));
            yields.forEach(v -> outputs.add(new Graph.Port("yield", get(map, v))));
            List<Value> out = ScanOps.scan(
                    r.b(),
                    scan.length(),
                    scan.reverse(),
                    scan.initial().stream().map(r::get).toList(),
                    sequences,
                    body.build(outputs));
            int next = scan.next().size();
            for (Value v : yields) {
                stacks.put(v, out.get(next++));
            }
            return out.subList(0, scan.next().size());
        }

        private static Value get(Map<Value, Value> map, Value v) {
            return Objects.requireNonNull(map.get(v));
        }

        /** What the rest of the body reads that is known before the scan; at least one sequence must stay. */
        private Set<Value> slices() {
            Set<Value> read = new LinkedHashSet<>();
            inside.forEach(n -> read.addAll(n.uses()));
            scan.next().forEach(p -> read.add(p.value()));
            read.removeIf(v -> of(v) != Dependence.SLICES);
            return read.isEmpty() ? Set.of(scan.slices().get(0).value()) : read;
        }

        /** What is needed of the rest of the body after the scan. */
        private Set<Value> yields() {
            Set<Value> needed = new LinkedHashSet<>();
            scan.yields().forEach(p -> needed.add(p.value()));
            Set<Value> computed = new HashSet<>(stacks.keySet());
            for (Node n : late) {
                n.inputs().stream().filter(v -> of(v) != Dependence.NONE).forEach(needed::add);
                computed.addAll(n.outputs());
            }
            needed.removeAll(computed);
            return needed;
        }
    }
}
