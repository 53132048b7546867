package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.TypeExpr;

/**
 * Checks the body of a declaration for all of its uses at once: sizes are symbols that equal only themselves, so that a
 * body which works by luck for one size is refused.
 *
 * <p>A run {@code ...S} is tried with no axis, one and two. A bool parameter is tried both ways. Numbers stand for
 * themselves by their defaults. What a parameter of kind {@code fn} gives is unknown unless it has a default.
 */
final class GeneralCheck {

    private static final int MAX_RUN = 2;

    private final Diagnostics diagnostics;
    private final Scope module;
    private final Effort effort;

    /** What is required of the sizes of the declaration at hand. */
    private Multiples multiples = new Multiples();

    GeneralCheck(Diagnostics diagnostics, Scope module, Effort effort) {
        this.diagnostics = diagnostics;
        this.module = module;
        this.effort = effort;
    }

    void check(Decl d) {
        if (!hasDistinctParameters(d)) {
            return;
        }
        if (d instanceof Decl.Layer l) {
            variants(l.params(), l.inputs(), (in, scope) -> {
                in.walk.enter("check");
                LayerBody body = new LayerBody(in, scope, "check", "a layer");
                finish(
                        in,
                        body,
                        l.body(),
                        l.result(),
                        l.name().name(),
                        scope,
                        l.name().span());
            });
        } else if (d instanceof FnDecl f) {
            variants(
                    List.of(),
                    f.params(),
                    (in, scope) -> finish(
                            in,
                            new Body(in, scope, "a function"),
                            f.body(),
                            f.result(),
                            f.name().name(),
                            scope,
                            f.name().span()));
        } else if (d instanceof Decl.Metric m) {
            variants(
                    m.params(),
                    m.inputs(),
                    (in, scope) -> in.walk.withTotals(new Totals("total", "values"), () -> {
                        finish(
                                in,
                                new Body(in, scope, "a metric"),
                                m.body(),
                                m.result(),
                                m.name().name(),
                                scope,
                                m.name().span());
                        return "";
                    }));
        } else if (d instanceof Decl.Optimizer o) {
            variants(
                    o.params(),
                    List.of(),
                    (in, scope) -> new ElaboratedOptimizer(
                                    in.report,
                                    new OptimizerType(o, scope),
                                    scope,
                                    null,
                                    o.name().span())
                            .check(List.of()));
        }
    }

    private boolean hasDistinctParameters(Decl d) {
        List<Formal> formals = new ArrayList<>();
        if (d instanceof Decl.Layer l) {
            formals.addAll(l.params());
            formals.addAll(l.inputs());
        } else if (d instanceof Decl.Metric m) {
            formals.addAll(m.params());
            formals.addAll(m.inputs());
        } else if (d instanceof Decl.Optimizer o) {
            formals.addAll(o.params());
            formals.addAll(o.inputs());
        } else if (d instanceof Decl.Model m) {
            formals.addAll(m.params());
        } else if (d instanceof Decl.Train t) {
            formals.addAll(t.params());
        } else if (d instanceof FnDecl f) {
            formals.addAll(f.params());
        }
        Set<String> names = new HashSet<>();
        for (Formal f : formals) {
            if (!names.add(f.name().name())) {
                diagnostics.report(Diagnostic.error(
                        Code.ALREADY_DEFINED,
                        "two parameters are called `" + f.name() + "`",
                        f.name().span()));
                return false;
            }
        }
        return true;
    }

    private static void finish(
            Interpreter in, Body body, Block block, @Nullable TypeExpr result, String name, Scope scope, Span at) {
        body.run(block);
        Val v = body.result(name, at);
        if (result != null) {
            in.types.result(result, v, body.resultSpan(at), scope, name);
        }
    }

    private interface Action {
        void run(Interpreter in, Scope scope);
    }

    private void variants(List<Formal> params, List<Formal> inputs, Action action) {
        multiples = new Multiples();
        List<String> bools = new ArrayList<>();
        for (Formal f : params) {
            if (f.type() instanceof TypeExpr.Named n && n.name().name().equals("bool")) {
                bools.add(f.name().name());
            }
        }
        int runs = hasRun(inputs) ? MAX_RUN : 0;
        for (int choice = 0; choice < 1 << Math.min(bools.size(), 4); choice++) {
            for (int run = 0; run <= runs; run++) {
                Set<String> on = new HashSet<>();
                for (int i = 0; i < bools.size(); i++) {
                    if ((choice >> i & 1) == 1) {
                        on.add(bools.get(i));
                    }
                }
                int before = diagnostics.errorCount();
                once(params, inputs, on, run, action);
                if (diagnostics.errorCount() > before) {
                    return;
                }
            }
        }
    }

    private static boolean namesBatch(Formal f) {
        return f.type() instanceof TypeExpr.Named n
                && n.dims() != null
                && n.dims().stream()
                        .anyMatch(e -> e instanceof Expr.Name d && d.name().equals(Program.BATCH));
    }

    private static boolean hasRun(List<Formal> inputs) {
        return inputs.stream()
                .anyMatch(f -> f.type() instanceof TypeExpr.Named n
                        && n.dims() != null
                        && n.dims().stream().anyMatch(e -> e instanceof Expr.Spread));
    }

    /** A requirement that is met on the way is taken for granted from the start. */
    private void once(List<Formal> params, List<Formal> inputs, Set<String> on, int run, Action action) {
        Diagnostics found;
        boolean again;
        do {
            found = new Diagnostics();
            try {
                attempt(found, params, inputs, on, run, action);
                again = false;
            } catch (Multiples.Required r) {
                again = multiples.learn(r);
            }
        } while (again);
        found.sorted().forEach(diagnostics::report);
    }

    private void attempt(
            Diagnostics found, List<Formal> params, List<Formal> inputs, Set<String> on, int run, Action action) {
        Walk walk = new Walk(Walk.Mode.GENERAL, new Registry(), new GraphBuilder("check"));
        Scope scope = new Scope(module);
        Interpreter in = new Interpreter(new Reporter(found, effort), walk, scope);
        try {
            for (Formal f : params) {
                scope.bind(f.name().name(), parameter(in, f, on, scope));
                if (f.defaultValue() != null) {
                    scope.cameFrom(f.name().name(), f.defaultValue().span(), null);
                }
            }
            // The rows of a batch are always called the same: totals go over them.
            boolean rowsAreFirst = inputs.stream().noneMatch(GeneralCheck::namesBatch);
            for (Formal f : inputs) {
                boolean rows = rowsAreFirst && f.equals(inputs.get(0));
                scope.rebind(f.name().name(), input(in, f, run, rows, scope));
                if (f.defaultValue() != null) {
                    scope.cameFrom(f.name().name(), f.defaultValue().span(), null);
                }
            }
            action.run(in, scope);
        } catch (Abort a) {
            // Reported already.
        }
    }

    private Val parameter(Interpreter in, Formal f, Set<String> on, Scope scope) {
        if (f.type() != null) {
            in.types.requireType(f.type());
        }
        String kind = f.type() instanceof TypeExpr.Named n ? n.name().name() : "";
        String name = f.name().name();
        return switch (kind) {
            case "int" -> new Val.Int(multiples.symbol(name));
            case "bool" -> new Val.Bool(on.contains(name));
            default ->
                f.defaultValue() != null
                        ? in.types.argument(
                                f,
                                in.eval(f.defaultValue(), scope),
                                f.defaultValue().span(),
                                scope,
                                name)
                        : kind.equals("float") ? new Val.Real(0.5) : Val.Unknown.UNKNOWN;
        };
    }

    /** @param rows whether the first axis is that of the batch, whatever it is called */
    private Val input(Interpreter in, Formal f, int run, boolean rows, Scope scope) {
        if (!(f.type() instanceof TypeExpr.Named n)) {
            return f.defaultValue() == null ? Val.Unknown.UNKNOWN : in.eval(f.defaultValue(), scope);
        }
        DType dtype = Types.dtype(n).orElse(null);
        if (dtype == null) {
            return parameter(in, f, Set.of(), scope);
        }
        List<Dim> dims = new ArrayList<>();
        List<Expr> written = n.dims() == null ? List.of() : n.dims();
        in.types.extents(n, written, scope);
        for (Expr e : written) {
            if (e instanceof Expr.Spread s) {
                dims.addAll(run(s.name().name(), run, scope));
            } else {
                if (e instanceof Expr.Name d && !(scope.lookup(d.name()) instanceof Val.Int)) {
                    in.types.bindNew(
                            d, multiples.symbol(rows && e.equals(written.get(0)) ? Program.BATCH : d.name()), scope);
                }
                dims.addAll(in.types.dims(e, scope));
            }
        }
        TensorType type = new TensorType(dtype, new Shape(dims));
        Val.Tensor v = new Val.Tensor(in.walk.input("data." + f.name(), type), in.walk.forward(), false);
        in.report.name(f.name().name(), v);
        in.report.declared(v, n.span());
        scope.nameAxes(v.value(), n);
        return v;
    }

    private List<Dim> run(String name, int length, Scope scope) {
        if (scope.lookup(name) instanceof Val.Run known) {
            return known.dims();
        }
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            dims.add(multiples.symbol(length == 1 ? name : name + "." + i));
        }
        scope.bind(name, new Val.Run(dims));
        return dims;
    }
}
