package org.nn4j.compiler.pass;

import static org.nn4j.compiler.op.MatrixOps.GEMM;
import static org.nn4j.compiler.op.MatrixOps.MATMUL;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;

/**
 * {@code matmul(x, w)} with a large matrix {@code w} → {@code transpose(matmul(transpose(w), transpose(x)))}, where nothing
 * has to be transposed for it: what is computed from the product place by place stays transposed too, and other products
 * and sums read it so.
 *
 * <p>ONNX Runtime copies the right operand of a product into another order, panel by panel, and reads the left one as it
 * is; so the small one should stand on the right. The products of a layer {@code [2048, 2048]}, forward and of both
 * gradients, take 12.2 ms at 16 rows, 7.2 ms transposed; at 128 rows 36.1 and 33.2 ms; with {@code [1024, 1024]} at 32
 * rows 2.5 and 2.2 ms. With {@code [512, 512]} there is little to gain, and no more rows or threads were found with
 * which there is anything to lose.
 */
final class TransposeActivations implements Pass {

    /** Elements of a matrix that should not be copied. */
    private static final long LARGE = 1 << 18;

    private final long large;

    TransposeActivations() {
        this(LARGE);
    }

    /** @param large from how many elements on a matrix should stand on the left */
    TransposeActivations(long large) {
        this.large = large;
    }

    @Override
    public Graph apply(Graph graph) {
        return hasWork(graph) ? new Level(graph, new GraphBuilder(graph.name()), new HashMap<>()).rebuild() : graph;
    }

    private boolean hasWork(Graph g) {
        return !new Turned(g).values.isEmpty()
                || g.nodes().stream().flatMap(n -> n.regions().stream()).anyMatch(r -> hasWork(r.body()));
    }

    private static boolean isProduct(Node n) {
        return (n.op() == MATMUL || n.op() == GEMM) && n.inputs().stream().allMatch(v -> v.rank() <= 2);
    }

    /** Whether a sum reads a matrix as well in the other order. */
    private static boolean isSum(Node n) {
        return (n.op() == Reduction.SUM || n.op() == Reduction.SUM_SQUARE)
                && n.input(0).rank() == 2
                && !n.attributes().flag("keep");
    }

    private boolean hasLargeRight(Node n) {
        Value left = n.input(0);
        Value right = n.input(1);
        if (!right.shape().elements().isKnown()) {
            return false;
        }
        long elements = right.shape().elements().value();
        return elements >= large
                && (!left.shape().elements().isKnown()
                        || left.shape().elements().value() < elements);
    }

    /**
     * The values of a graph that are to be made transposed. Those between which elementwise operations stand must be alike:
     * they form a class.
     */
    private final class Turned {
        private final Map<Value, Value> parents = new HashMap<>();
        private final Set<Value> fixed = new HashSet<>();
        private final Set<Value> values = new HashSet<>();

        Turned(Graph g) {
            g.inputs().forEach(p -> fixed.add(p.value()));
            g.outputs().forEach(p -> fixed.add(p.value()));
            List<Value> wanted = new ArrayList<>();
            for (Node n : g.nodes()) {
                if (isProduct(n)) {
                    if (n.inputs().size() == 3 && n.input(2).rank() == 2) {
                        if (n.input(2).shape().equals(n.output().shape())) {
                            join(n.input(2), n.output());
                        } else {
                            fixed.addAll(List.of(n.input(2), n.output()));
                        }
                    }
                    if (hasLargeRight(n)) {
                        wanted.add(n.output());
                    }
                } else if (n.op().isElementwise() && n.outputs().size() == 1 && fits(n)) {
                    n.inputs().stream().filter(v -> v.rank() == 2).forEach(v -> join(v, n.output()));
                } else {
                    fixed.addAll(n.outputs());
                    if (!isSum(n)) {
                        fixed.addAll(n.uses());
                    }
                }
            }
            // What a graph around this one defines lies as it lies.
            Set<Value> own = new HashSet<>();
            g.nodes().forEach(n -> own.addAll(n.outputs()));
            parents.keySet().stream().filter(v -> !own.contains(v)).forEach(fixed::add);
            Set<Value> fixedClasses = new HashSet<>();
            fixed.forEach(v -> fixedClasses.add(find(v)));
            Set<Value> classes = new HashSet<>();
            wanted.stream()
                    .map(this::find)
                    .filter(c -> !fixedClasses.contains(c))
                    .forEach(classes::add);
            own.stream().filter(v -> classes.contains(find(v))).forEach(values::add);
        }

        /** Whether an elementwise operation works on matrices of one size, rows and single numbers. */
        private static boolean fits(Node n) {
            return n.output().rank() == 2
                    && n.inputs().stream()
                            .allMatch(v ->
                                    v.rank() < 2 || v.shape().equals(n.output().shape()));
        }

        private Value find(Value v) {
            Value parent = parents.getOrDefault(v, v);
            return parent.equals(v) ? v : find(parent);
        }

        private void join(Value x, Value y) {
            parents.putIfAbsent(x, x);
            parents.putIfAbsent(y, y);
            parents.put(find(x), find(y));
        }
    }

    /** A graph on its way to its successor. */
    private final class Level {
        private final Graph g;
        private final GraphBuilder b;
        private final Map<Value, Value> map;
        private final Set<Value> turned;

        Level(Graph g, GraphBuilder b, Map<Value, Value> map) {
            this.g = g;
            this.b = b;
            this.map = map;
            this.turned = new Turned(g).values;
        }

        Graph rebuild() {
            g.inputs()
                    .forEach(p -> map.put(p.value(), b.input(p.name(), p.value().type())));
            for (Node n : g.nodes()) {
                b.setOrigin(n.origin());
                List<Value> now = make(n);
                for (int i = 0; i < now.size(); i++) {
                    map.put(n.outputs().get(i), now.get(i));
                }
            }
            return b.build(g.outputs().stream()
                    .map(p -> new Graph.Port(p.name(), get(p.value())))
                    .toList());
        }

        private List<Value> make(Node n) {
            if (isProduct(n)) {
                return List.of(product(n));
            }
            List<Value> in = n.inputs().stream().map(this::get).toList();
            if (!n.regions().isEmpty()) {
                List<Region> regions = n.regions().stream()
                        .map(r -> new Level(r.body(), b.region(r.body().name()), new HashMap<>(map)).rebuild())
                        .map(Region::new)
                        .toList();
                return b.addWithRegions(n.op(), n.attributes(), in, regions);
            }
            if (isSum(n) && turned.contains(n.input(0))) {
                List<Integer> axes = n.attributes().integers("axes").stream()
                        .map(axis -> 1 - axis)
                        .sorted()
                        .toList();
                return b.addAll(n.op(), n.attributes().with("axes", axes), in);
            }
            boolean elementwise = n.outputs().stream().anyMatch(turned::contains);
            return b.addAll(
                    n.op(),
                    n.attributes(),
                    elementwise ? in.stream().map(this::column).toList() : in);
        }

        private Value product(Node n) {
            boolean turn = turned.contains(n.output());
            boolean transA = n.attributes().flag("transA") != turned.contains(n.input(0));
            boolean transB = n.attributes().flag("transB") != turned.contains(n.input(1));
            List<Value> in = new ArrayList<>(
                    turn ? List.of(get(n.input(1)), get(n.input(0))) : List.of(get(n.input(0)), get(n.input(1))));
            if (n.inputs().size() == 3) {
                Value c = get(n.input(2));
                in.add(turn ? column(c) : c);
            }
            Map<String, Object> flags = new TreeMap<>(n.attributes().entries());
            flags.keySet().removeAll(List.of("transA", "transB"));
            if (turn ? !transB : transA) {
                flags.put("transA", true);
            }
            if (turn ? !transA : transB) {
                flags.put("transB", true);
            }
            return b.addAll(n.op(), new Attributes(flags), in).get(0);
        }

        /** A row as what it is in a transposed matrix. */
        private Value column(Value v) {
            return v.rank() == 1 ? ShapeOps.unsqueeze(b, v, List.of(1)) : v;
        }

        private Value get(Value old) {
            return Objects.requireNonNull(map.get(old));
        }
    }
}
