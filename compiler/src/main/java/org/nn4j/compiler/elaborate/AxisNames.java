package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;

/**
 * Finds the axes that a name of a signature means: those that a declared type calls so, of the value itself or of what
 * it is computed from element by element, or else the only one of that size. Sizes may be equal by chance, names are not.
 */
final class AxisNames {

    /** Said of an axis that is none of those that a signature names. */
    static final String NONE = "-";

    /** What has axes of its own. */
    private static final Set<Op> FRESH = Set.of(Constants.CONSTANT, Constants.IOTA);

    private static final Set<Op> REDUCTIONS =
            Set.of(Reduction.SUM, Reduction.MEAN, Reduction.PROD, Reduction.MAX, Reduction.MIN);

    private final Scope scope;
    private final GraphBuilder graph;
    private final Map<Value, List<String>> found = new HashMap<>();

    private AxisNames(Scope scope, GraphBuilder graph) {
        this.scope = scope;
        this.graph = graph;
    }

    /** The dims that an expression names, {@code C} or {@code (B, ...S)}; empty if it is anything else. */
    static Optional<Val.Axes> written(Expr e, Scope scope) {
        List<String> names = new ArrayList<>();
        for (Expr part : e instanceof Expr.TupleLit t ? t.elements() : List.of(e)) {
            if (part instanceof Expr.Spread s && scope.lookup(s.name().name()) instanceof Val.Run) {
                names.add("..." + s.name());
            } else if (part instanceof Expr.Name n && scope.lookup(n.name()) instanceof Val.Int) {
                names.add(n.name());
            } else {
                return Optional.empty();
            }
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(new Val.Axes(List.copyOf(names), scope));
    }

    /** The axes of a tensor that are named, in ascending order. */
    static List<Integer> find(Interpreter in, Val.Axes axes, Val.Tensor t, Span at) {
        List<Integer> all = new ArrayList<>();
        for (String name : axes.names()) {
            boolean run = name.startsWith("...");
            List<Integer> hits = candidates(axes.scope(), t, name);
            int wanted = run ? run(axes.scope(), name).size() : 1;
            if (hits.size() != wanted) {
                Diagnostic d = Diagnostic.error(
                                Code.WRONG_RANK,
                                (hits.isEmpty() ? "no axis of " : hits.size() + " axes of ") + t.type() + " "
                                        + (hits.size() > 1 ? "are" : "is") + " called `" + name + "`",
                                at)
                        .help(
                                hits.isEmpty()
                                        ? "a type names the axes of a value: `let h: f32[…, " + name + "] = …`"
                                        : "say which by its number: `axis = " + hits.get(0) + "`");
                throw in.report.error(in.report.trailed(d, List.of(t.value())));
            }
            all.addAll(hits);
        }
        return all.stream().distinct().sorted().toList();
    }

    /** The axes that a name may mean: those called so or, if none is, those of its size. */
    static List<Integer> candidates(Scope scope, Val.Tensor t, String name) {
        List<String> names = of(scope, t);
        List<Dim> dims = t.type().shape().dims();
        if (names.contains(name)) {
            return IntStream.range(0, dims.size())
                    .filter(i -> names.get(i).equals(name))
                    .boxed()
                    .toList();
        }
        if (scope.lookup(name) instanceof Val.Int size) {
            return IntStream.range(0, dims.size())
                    .filter(i -> dims.get(i).equals(size.dim()))
                    .boxed()
                    .toList();
        }
        List<Dim> run = run(scope, name);
        int from = Collections.indexOfSubList(dims, run);
        boolean once = from >= 0 && from == Collections.lastIndexOfSubList(dims, run);
        return once && !run.isEmpty()
                ? IntStream.range(from, from + run.size()).boxed().toList()
                : List.of();
    }

    private static List<Dim> run(Scope scope, String name) {
        return scope.lookup(name.substring(Math.min(3, name.length()))) instanceof Val.Run r ? r.dims() : List.of();
    }

    /** What the axes of a tensor are called: empty where that is not known, {@link #NONE} where they have no name. */
    static List<String> of(Scope scope, Val.Tensor t) {
        return new AxisNames(scope, t.graph()).of(t.value());
    }

    private List<String> of(Value v) {
        List<String> known = found.get(v);
        if (known == null) {
            known = scope.axisNames(v);
            if (known.isEmpty()) {
                known = inherited(v);
            }
            found.put(v, known);
        }
        return known;
    }

    private List<String> inherited(Value v) {
        Node n = graph.definition(v);
        if (n == null) {
            return Collections.nCopies(v.rank(), "");
        }
        List<String> out = new ArrayList<>(Collections.nCopies(v.rank(), FRESH.contains(n.op()) ? NONE : ""));
        if (n.op().isElementwise() || n.op() == ShapeOps.BROADCAST_TO) {
            n.inputs().forEach(x -> fill(out, v, of(x), x));
            return out;
        }
        if (n.inputs().isEmpty()) {
            return out;
        }
        List<String> x = of(n.inputs().get(0));
        if (REDUCTIONS.contains(n.op())) {
            boolean keep = n.attributes().flag("keep");
            return without(x, n.attributes().integers("axes"), keep);
        } else if (n.op() == Reduction.ARGMAX || n.op() == Reduction.ARGMIN) {
            return without(x, List.of(n.attributes().integer("axis")), false);
        } else if (n.op() == ShapeOps.SQUEEZE) {
            return without(x, n.attributes().integers("axes"), false);
        } else if (n.op() == ShapeOps.UNSQUEEZE) {
            List<String> wider = new ArrayList<>(x);
            n.attributes().integers("axes").forEach(axis -> wider.add(axis, NONE));
            return wider;
        } else if (n.op() == ShapeOps.TRANSPOSE) {
            return n.attributes().integers("perm").stream().map(x::get).toList();
        } else if (n.op() == MatrixOps.MATMUL && x.size() == v.rank()) {
            List<String> y = of(n.inputs().get(1));
            List<String> product = new ArrayList<>(x);
            product.set(product.size() - 1, y.get(y.size() - 1));
            return product;
        }
        return out;
    }

    private static List<String> without(List<String> names, List<Integer> axes, boolean keep) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (keep || !axes.contains(i)) {
                out.add(names.get(i));
            }
        }
        return out;
    }

    /** Takes names over from an operand, aligned from the right; an axis of size 1 was repeated and names nothing. */
    private static void fill(List<String> names, Value v, List<String> from, Value operand) {
        int shift = v.rank() - operand.rank();
        for (int i = 0; i < from.size(); i++) {
            String so = names.get(i + shift);
            boolean same = operand.shape().dim(i).equals(v.shape().dim(i + shift));
            if (same && (so.isEmpty() || (so.equals(NONE) && !from.get(i).isEmpty()))) {
                names.set(i + shift, from.get(i));
            }
        }
    }
}
