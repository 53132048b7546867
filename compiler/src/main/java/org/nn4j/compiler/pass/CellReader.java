package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.Scan;
import org.nn4j.compiler.op.ShapeOps;

/** Reads the equations of a scan's body: sums, products, functions of linear forms, whatever their order. */
final class CellReader {

    /** A function, by its name in ONNX, of a linear form. */
    record Gate(String function, LinearForm form) {
        Gate part(Rewrite r, List<Dim> sizes, int i) {
            return new Gate(function, form.part(r.b(), sizes, i));
        }
    }

    private static final Map<Op, String> FUNCTIONS = Map.of(
            Elementwise.TANH, "Tanh",
            Elementwise.SIGMOID, "Sigmoid",
            Elementwise.RELU, "Relu",
            Elementwise.SOFTPLUS, "Softplus");

    private static final Set<Op> PRODUCTS = Set.of(MatrixOps.MATMUL, MatrixOps.GEMM);

    private final Rewrite r;
    private final Map<Value, Dependence> dependence;
    private final Map<Value, Node> own = new HashMap<>();
    private final Map<Value, Value> before = new HashMap<>();

    CellReader(Rewrite r, Scan scan) {
        this.r = r;
        this.dependence = Dependence.of(scan);
        scan.body().nodes().forEach(n -> n.outputs().forEach(v -> own.put(v, n)));
    }

    /** The body's node of this operator that makes a value. */
    @Nullable
    Node node(Value v, Op op) {
        Node n = own.get(v);
        return n != null && n.op() == op ? n : null;
    }

    /** The name of the function that makes a value of its one argument. */
    @Nullable
    String function(Value v) {
        Node n = own.get(v);
        return n == null ? null : FUNCTIONS.get(n.op());
    }

    Value argument(Value v) {
        return Objects.requireNonNull(own.get(v)).input(0);
    }

    /** What is added up, or multiplied, to make a value. */
    List<Value> operands(Value v, Op op) {
        Node n = node(v, op);
        if (n == null) {
            return List.of(v);
        }
        List<Value> all = new ArrayList<>(operands(n.input(0), op));
        all.addAll(operands(n.input(1), op));
        return all;
    }

    /** {@code 1 - x} → x. */
    @Nullable
    Value complement(Value v) {
        Node n = node(v, Elementwise.SUB);
        return n != null && r.is(n.input(0), 1) ? n.input(1) : null;
    }

    @Nullable
    Gate gate(Value v) {
        String function = function(v);
        if (function != null) {
            LinearForm form = form(argument(v));
            return form == null ? null : new Gate(function, form);
        }
        Node split = node(v, ShapeOps.SPLIT);
        if (split == null || split.attributes().integer("axis") != 1) {
            return null;
        }
        Gate all = gate(split.input(0));
        return all == null
                ? null
                : all.part(r, split.attributes().dims("sizes"), split.outputs().indexOf(v));
    }

    /** A value as a linear form; null if it is none. */
    @Nullable
    LinearForm form(Value v) {
        if (dependence.getOrDefault(v, Dependence.NONE) == Dependence.NONE) {
            return v.rank() == 1 ? LinearForm.row(outside(v)) : null;
        }
        Node n = own.get(v);
        if (n == null || v.rank() != 2) {
            return null;
        }
        if (PRODUCTS.contains(n.op()) && MatrixOps.alpha(n) == 1) {
            LinearForm product = product(n);
            LinearForm added = n.op() == MatrixOps.GEMM ? form(n.input(2)) : null;
            boolean whole = n.op() == MatrixOps.MATMUL || added != null;
            return product == null || !whole ? null : added == null ? product : product.plus(r.b(), added);
        }
        if (n.op() == Elementwise.ADD) {
            LinearForm x = form(n.input(0));
            LinearForm y = form(n.input(1));
            boolean fits = x != null && y != null && x.columns().equals(y.columns());
            return x == null || y == null || !fits ? null : x.plus(r.b(), y);
        }
        if (n.op() == ShapeOps.SPLIT && n.attributes().integer("axis") == 1) {
            LinearForm all = form(n.input(0));
            return all == null
                    ? null
                    : all.part(r.b(), n.attributes().dims("sizes"), n.outputs().indexOf(v));
        }
        return null;
    }

    private @Nullable LinearForm product(Node n) {
        Value x = n.input(0);
        Value w = n.input(1);
        boolean weights = dependence.getOrDefault(w, Dependence.NONE) == Dependence.NONE && w.rank() == 2;
        if (!weights || n.attributes().flag("transA") || x.rank() != 2) {
            return null;
        }
        Value weight = outside(w);
        if (n.attributes().flag("transB")) {
            weight = ShapeOps.transpose(r.b(), weight, List.of(1, 0));
        }
        Node concat = node(x, ShapeOps.CONCAT);
        if (concat == null || concat.attributes().integer("axis") != 1) {
            return LinearForm.product(x, weight);
        }
        List<Dim> sizes = concat.inputs().stream().map(v -> v.shape().dim(1)).toList();
        List<Value> rows = ShapeOps.split(r.b(), weight, 0, sizes);
        Map<Value, Value> weights2 = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Value part = rows.get(i);
            weights2.merge(concat.input(i), part, (one, two) -> Elementwise.add(r.b(), one, two));
        }
        return new LinearForm(weights2, null, n.output().shape().dim(1));
    }

    /** A value that does not change from step to step, before the scan. */
    private Value outside(Value v) {
        Node n = own.get(v);
        if (n == null) {
            return r.get(v);
        }
        if (!before.containsKey(v)) {
            n.uses().forEach(u -> before.put(u, outside(u)));
            r.b().copy(n, before);
        }
        return Objects.requireNonNull(before.get(v));
    }
}
