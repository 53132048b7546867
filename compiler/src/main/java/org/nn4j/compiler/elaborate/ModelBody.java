package org.nn4j.compiler.elaborate;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.TypeExpr;

/** The body of a model: a layer's statements, inputs and outputs. */
final class ModelBody extends LayerBody {

    /** An output: its value and where it is declared. */
    record Output(Ident name, Val.Tensor value, String doc) {}

    private final Map<String, Program.Interface> inputs = new LinkedHashMap<>();
    private final Map<String, Ident> inputNames = new HashMap<>();
    private final Map<String, Output> outputs = new LinkedHashMap<>();

    ModelBody(Interpreter in, Scope scope) {
        super(in, scope, "", "a model");
    }

    Map<String, Program.Interface> inputs() {
        return inputs;
    }

    Ident inputName(String name) {
        return Objects.requireNonNull(inputNames.get(name));
    }

    Map<String, Output> outputs() {
        return outputs;
    }

    @Override
    public Stmt visitInput(Stmt.Input s) {
        requireNew(s.name());
        TensorType type = batchType(s.type());
        bind(s.name(), new Val.Tensor(in.walk.input("data." + s.name(), type), in.walk.forward(), false));
        in.report.name(s.name().name(), scope.lookup(s.name().name()));
        in.report.declared(scope.lookup(s.name().name()), s.type().span());
        scope.nameAxes(in.walk.input("data." + s.name(), type), s.type());
        inputNames.put(s.name().name(), s.name());
        inputs.put(s.name().name(), new Program.Interface(s.name().name(), type, s.doc()));
        return s;
    }

    /** A type whose first axis counts rows, whatever the user calls it. */
    TensorType batchType(TypeExpr t) {
        List<Expr> dims = t instanceof TypeExpr.Named n && n.dims() != null ? n.dims() : List.of();
        boolean symbol = !dims.isEmpty()
                && dims.get(0) instanceof Expr.Name first
                && Character.isUpperCase(first.name().charAt(0));
        if (!symbol) {
            throw in.report.error(
                    Code.WRONG_RANK,
                    "the first axis of `" + t.span().text() + "` must count the rows of a batch",
                    t.span(),
                    t.span().text().equals("string")
                            ? "text becomes numbers as it is read: `i64[B]` of `category(…)`, `i64[B, T]` of `words(…)`"
                            : "give it a name: `f32[B, …]`");
        }
        String batch = ((Expr.Name) dims.get(0)).name();
        if (!batch.equals(Program.BATCH) && dims.stream().anyMatch(ModelBody::isBatchSymbol)) {
            throw in.report.error(
                    Code.SIZES_DIFFER, "`B` counts the rows of a batch: it must be the first axis", t.span());
        }
        if (scope.lookup(batch) == null) {
            scope.bind(batch, new Val.Int(Dim.symbol(Program.BATCH)));
        }
        in.types.declareSymbols(t, scope);
        TensorType type = in.types.tensor(t, scope);
        if (type.shape().dims().contains(Dim.of(0))) {
            throw in.report.error(Code.ARGUMENT_VALUE, "`" + t.span().text() + "` has no elements", t.span());
        }
        if (!type.shape().dim(0).equals(Dim.symbol(Program.BATCH))) {
            throw in.report.error(
                    Code.SIZES_DIFFER,
                    "`" + batch + "` does not count the rows of a batch",
                    dims.get(0).span());
        }
        return type;
    }

    private static boolean isBatchSymbol(Expr e) {
        return e instanceof Expr.Name n && n.name().equals(Program.BATCH);
    }

    @Override
    public Stmt visitReturn(Stmt.Return s) {
        throw in.report.error(
                Code.STATEMENT_NOT_HERE,
                "`return` cannot stand in a model",
                s.span(),
                "a model names what it gives: `output y = …`");
    }

    @Override
    public Stmt visitOutput(Stmt.Output s) {
        Val v = in.eval(s.value(), scope);
        Span at = s.value().span();
        if (s.type() != null) {
            v = in.types.result(s.type(), v, at, scope, s.name().name());
        }
        if (!(v instanceof Val.Tensor t)) {
            throw in.report.error(Code.WRONG_KIND, "an output must be a tensor, not " + v.describe(), at);
        }
        bind(s.name(), t);
        outputs.put(s.name().name(), new Output(s.name(), t, s.doc()));
        return s;
    }
}
