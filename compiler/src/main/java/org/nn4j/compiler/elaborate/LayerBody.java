package org.nn4j.compiler.elaborate;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.TypeExpr;

/** The body of a layer or a model: it may keep parameters, states and fitted statistics. */
class LayerBody extends Body {
    private final String path;
    private final Map<String, Val> members = new LinkedHashMap<>();
    private final Map<String, TensorType> states = new HashMap<>();

    LayerBody(Interpreter in, Scope scope, String path, String kind) {
        super(in, scope, kind);
        this.path = path;
    }

    Map<String, Val> members() {
        return members;
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    public Stmt visitParam(Stmt.Param s) {
        if (leftOut(s.name(), s.when())) {
            return s;
        }
        TensorType type = in.types.tensor(s.type(), scope);
        if (type.dtype() != DType.F32) {
            throw in.report.error(
                    Code.WRONG_DTYPE,
                    "a parameter must be f32, not " + type.dtype(),
                    s.type().span());
        }
        keep(Registry.Role.PARAM, s.name(), type, s.type(), s.init());
        return s;
    }

    @Override
    public Stmt visitState(Stmt.State s) {
        if (s.type() == null) {
            throw in.report.error(
                    Code.MISSING_ARGUMENT,
                    "a layer's state needs a type",
                    s.name().span(),
                    "write it: `state " + s.name() + ": f32[C] = …`");
        }
        if (leftOut(s.name(), s.when())) {
            return s;
        }
        TensorType type = in.types.tensor(s.type(), scope);
        states.put(s.name().name(), type);
        keep(Registry.Role.STATE, s.name(), type, s.type(), s.init());
        return s;
    }

    private void keep(Registry.Role role, Ident ident, TensorType type, TypeExpr declared, Expr init) {
        requireNew(ident);
        String name = ident.name();
        String full = path(name);
        Registry registry = in.walk.registry();
        TensorType known = registry.of(role).get(full);
        if (known == null) {
            requireKnown(type, name, declared);
            Value start = in.walk.initializing(full, () -> in.inGraph(registry.initial(), () -> start(type, init)));
            Initializers.requireNoBatch(in, registry.initial(), start, init.span());
            registry.add(role, full, type, start);
        } else if (!known.equals(type)) {
            throw in.report.error(
                    Diagnostic.error(
                                    Code.SIZES_DIFFER,
                                    "`" + full + "` is " + known + " from the layer's first use, and would be " + type
                                            + " here",
                                    declared.span())
                            .help(
                                    "a layer that is applied again uses the same parameters; make another instance for other sizes"));
        }
        Val v = new Val.Tensor(in.walk.input(role.port(full), type), in.walk.forward(), false);
        members.put(name, v);
        in.report.name(name, v);
        bind(ident, v);
    }

    private void requireKnown(TensorType type, String name, TypeExpr declared) {
        if (!type.shape().isKnown() && !in.walk.general()) {
            throw in.report.error(
                    Code.DIM_NOT_KNOWN,
                    "the size of `" + name + "` must be known when compiling, but it is " + type,
                    declared.span(),
                    "a parameter cannot depend on the batch or on the length of a sequence");
        }
    }

    /** The value something starts with: a tensor, a number for every place, or an initialiser, a function. */
    private Value start(TensorType type, Expr init) {
        Val v = in.eval(init, scope);
        return Initializers.start(in, v, type, init.span());
    }

    @Override
    public Stmt visitFitted(Stmt.Fitted s) {
        requireNoScan("fitted", s.span(), "apply the layer to the whole sequence, before the scan");
        requireNew(s.name());
        String full = path(s.name().name());
        if (in.walk.testing()) {
            Val.Tensor v = in.walk.fittedInTest(full, () -> fitToRows(s));
            members.put(s.name().name(), v);
            bind(s.name(), v);
            return s;
        }
        Registry registry = in.walk.registry();
        TensorType declared = s.type() == null ? null : in.types.tensor(s.type(), scope);
        Program.Fitted known = registry.fitted().stream()
                .filter(f -> f.path().equals(full))
                .findFirst()
                .orElse(null);
        TensorType type;
        if (known != null) {
            type = known.type();
        } else {
            type = fit(s, full, declared);
        }
        Val v = new Val.Tensor(in.walk.input("fitted." + full, type), in.walk.forward(), false);
        members.put(s.name().name(), v);
        bind(s.name(), v);
        return s;
    }

    /** In a test a statistic is fitted to what the layer is first applied to. */
    private Val.Tensor fitToRows(Stmt.Fitted s) {
        Dim rows = scope.lookup(Program.BATCH) instanceof Val.Int b ? b.dim() : Dim.of(1);
        Val v = in.walk.withTotals(new RowTotals(scope, Program.BATCH, rows), () -> in.eval(s.value(), scope));
        if (!(v instanceof Val.Tensor t)) {
            throw notOfTotals(s, v);
        }
        Val.Tensor narrow = new Val.Tensor(Elementwise.cast(t.graph(), t.value(), DType.F32), t.graph(), false);
        TensorType declared = s.type() == null ? null : in.types.tensor(s.type(), scope);
        requireDeclared(s, declared, narrow.type());
        return narrow;
    }

    private Abort notOfTotals(Stmt.Fitted s, Val v) {
        return in.report.error(
                Code.WORLDS,
                "a fitted statistic must be made of totals, but this is " + v.describe(),
                s.value().span(),
                "for example `total(x) / total(count(B))`");
    }

    private void requireDeclared(Stmt.Fitted s, @Nullable TensorType declared, TensorType found) {
        if (declared != null && !declared.equals(found)) {
            throw in.report.error(
                    Code.RESULT_TYPE,
                    "`" + s.name() + "` is declared as " + declared + ", but its value is " + found,
                    s.value().span());
        }
    }

    private TensorType fit(Stmt.Fitted s, String full, @Nullable TensorType declared) {
        Totals totals = in.walk.registry().fitTotals();
        int before = totals.all().size();
        Val v = in.walk.withTotals(totals, () -> in.eval(s.value(), scope));
        GraphBuilder b = totals.values();
        if (!(v instanceof Val.Tensor t) || t.graph() != b) {
            throw notOfTotals(s, v);
        }
        TensorType found = t.type().withDType(DType.F32);
        requireDeclared(s, declared, found);
        int pass = 1;
        for (int i = before; i < totals.all().size(); i++) {
            pass = Math.max(pass, pass(totals.parts().get(i).value(), s));
        }
        Set<Value> madeOf = Dependencies.valuesOf(b, t.value());
        for (Program.Fitted f : in.walk.registry().fitted()) {
            if (madeOf.contains(in.walk.registry().fittedValue("fitted." + f.path()))) {
                pass = Math.max(pass, f.pass());
            }
        }
        in.walk.registry().addFitted(new Program.Fitted(full, found, pass), Elementwise.cast(b, t.value(), DType.F32));
        return found;
    }

    private void requireNoScan(String word, Span at, String help) {
        if (in.walk.inScan()) {
            throw in.report.error(Code.STATEMENT_NOT_HERE, "`" + word + "` cannot stand inside a scan", at, help);
        }
    }

    /** One more than the passes that what a batch adds waits for. */
    private int pass(Value part, Stmt.Fitted s) {
        Set<String> ports = Dependencies.inputsOf(in.walk.forward(), part);
        int pass = 1;
        for (String port : ports) {
            if (port.startsWith("param.") || port.startsWith("state.")) {
                throw in.report.error(
                        Code.FITTED_DEPENDS,
                        "the fitted `" + s.name() + "` depends on `" + port.substring(6) + "`, which training changes",
                        s.value().span(),
                        "fit statistics of inputs only, before the first layer with parameters");
            }
            for (Program.Fitted f : in.walk.registry().fitted()) {
                if (port.equals("fitted." + f.path())) {
                    pass = Math.max(pass, f.pass() + 1);
                }
            }
        }
        return pass;
    }

    @Override
    public Stmt visitUpdate(Stmt.Update s) {
        requireNoScan("update", s.span(), "what changes from step to step is a carry; a state changes once in a batch");
        if (isLeftOut(s.name())) {
            return s;
        }
        TensorType type = states.get(s.name().name());
        if (type == null) {
            throw in.report.error(
                    Code.NOT_UPDATED,
                    "`" + s.name() + "` is no state of this body",
                    s.name().span(),
                    Suggestions.didYouMean(s.name().name(), states.keySet()));
        }
        Val v = in.eval(s.value(), scope);
        Val.Tensor t = in.arithmetic.convert(
                v, type.dtype(), in.walk.forward(), s.value().span());
        if (!t.type().equals(type)) {
            throw in.report.error(Diagnostic.error(
                    Code.RESULT_TYPE,
                    "`" + s.name() + "` is " + type + ", but its new value is " + t.type(),
                    s.value().span()));
        }
        if (in.walk.mode() != Walk.Mode.SERVING && !in.walk.testing()) {
            in.walk.update(path(s.name().name()), t.value());
        }
        return s;
    }
}
