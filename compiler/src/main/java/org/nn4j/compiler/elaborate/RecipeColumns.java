package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.TrainStmt;

/** The feeds and targets of a recipe: what is read, and which output predicts what. */
final class RecipeColumns {
    private final Interpreter in;
    private final ModelBody model;
    private final Ident modelName;
    private final Scope scope;
    private final Scope original;
    private final Scope library;

    private final List<DataColumn.Taken> feeds = new ArrayList<>();
    private final List<DataColumn.Taken> targets = new ArrayList<>();
    private final Map<String, String> predictions = new LinkedHashMap<>();
    private final Map<String, Val.Tensor> servedOutputs = new LinkedHashMap<>();

    private Val.@Nullable Spec data;
    private @Nullable Span dataSpan;
    /** Also of those that are wrong. */
    private final Set<String> targetNames = new HashSet<>();

    private boolean dataFailed;

    /**
     * @param scope where targets get their names
     * @param original as scope, for what is in the unit of the data
     * @param library where the layers are that the compiler itself applies
     */
    RecipeColumns(Interpreter in, ModelBody model, Ident modelName, Scope scope, Scope original, Scope library) {
        this.in = in;
        this.model = model;
        this.modelName = modelName;
        this.scope = scope;
        this.original = original;
        this.library = library;
        model.outputs().forEach((name, o) -> servedOutputs.put(name, o.value()));
    }

    void data(Val.Spec source, Span at) {
        data = source;
        dataSpan = at;
    }

    /** The kind of data is not known, for it was told wrongly. */
    void dataFailed() {
        dataFailed = true;
    }

    private DataColumn column(Expr e, String wanted) {
        Val v = in.eval(e, scope);
        if (v instanceof Val.Column c) {
            requireOfData(c.column(), e.span());
            return c.column();
        }
        throw in.report.error(Code.WRONG_KIND, wanted + " is needed here, not " + v.describe(), e.span());
    }

    void feed(TrainStmt.Feed s) {
        Program.Interface input = model.inputs().get(s.input().name());
        if (input == null && model.failed(s.input().name())) {
            throw new Abort();
        }
        if (input == null) {
            throw in.report.error(
                    Code.UNKNOWN_NAME,
                    "`" + modelName + "` has no input `" + s.input() + "`",
                    s.input().span(),
                    Suggestions.didYouMean(s.input().name(), model.inputs().keySet()));
        }
        if (feeds(input.name())) {
            throw in.report.error(
                    Code.ALREADY_DEFINED,
                    "`" + s.input() + "` is fed already",
                    s.input().span());
        }
        DataColumn column = column(s.value(), "columns of the data, such as `columns(except = \"y\")`,");
        Span at = s.value().span();
        String what = "`" + s.input() + "`";
        // Where the model does not fit its input either, the input is the odd one out.
        Span odd = model.failed() ? model.inputName(input.name()).span() : at;
        column.form().check(in, input.type(), what, odd);
        feeds.add(new DataColumn.Taken(column, input.name(), input.type(), what, at));
    }

    void target(TrainStmt.Target s) {
        String name = s.name().name();
        boolean again = !targetNames.add(name);
        if (again || scope.has(name) || model.inputs().containsKey(name)) {
            throw in.report.error(
                    Code.ALREADY_DEFINED,
                    "`" + name + "` is defined already",
                    s.name().span(),
                    "give the target another name");
        }
        TensorType type = model.batchType(s.type());
        Expr value = s.value();
        if (value == null && dataFailed) {
            throw new Abort();
        }
        Span at = value == null ? s.span() : value.span();
        DataColumn column = value == null
                ? DataFunctions.column(name, data)
                : column(value, "a column of the data, such as `column(\"y\")`,");
        String what = "`" + name + "`";
        column.form().check(in, type, what, at);
        Val.Tensor raw = new Val.Tensor(in.walk.input("data." + name, type), in.walk.forward(), false);
        String output = isWeight(column) ? null : predictedBy(column, type, at);
        if (output != null) {
            predictions.put(output, name);
        }
        if (output != null && column.hasClasses()) {
            column = column.with(classes(column.source(), type, output, at));
        }
        targets.add(new DataColumn.Taken(column, name, type, what, at));
        Val.Tensor seen = column.target().standardized() ? standardized(name, raw, output, at) : raw;
        scope.bind(name, seen);
        original.bind(name, raw);
        in.report.name(name, raw);
        in.report.declared(raw, s.type().span());
    }

    /** Whether a target is the weights of the rows, which no output predicts. */
    private boolean isWeight(DataColumn column) {
        Object weights = data == null ? null : data.entries().get("weights");
        return weights != null && weights.equals(column.source().get("column"));
    }

    /** A category has as many classes as its prediction has places. */
    private Map<String, Object> classes(Map<String, Object> given, TensorType type, String output, Span at) {
        TensorType out = outputType(output);
        boolean one = out.rank() == type.rank();
        if (!one && (out.rank() != type.rank() + 1 || !out.shape().dim(-1).isKnown())) {
            return given;
        }
        Map<String, Object> source = new LinkedHashMap<>(given);
        long places = one ? 2 : out.shape().dim(-1).value();
        Object named = source.putIfAbsent("classes", places);
        if (named instanceof Long n && n != places) {
            throw in.report.error(
                    Code.SIZES_DIFFER,
                    "the category has " + n + " classes, but `" + output + "`, which predicts it, is " + out,
                    at,
                    one
                            ? "one number for each row tells two classes apart"
                            : "give the output " + n + " places, such as by `Dense(" + n + ")`");
        }
        return source;
    }

    private TensorType outputType(String output) {
        return Objects.requireNonNull(model.outputs().get(output)).value().type();
    }

    /** The output that predicts a target: the one that is named, or the only one whose type fits. */
    private @Nullable String predictedBy(DataColumn column, TensorType type, Span at) {
        String named = column.target().predictedBy();
        if (named != null) {
            if (!model.outputs().containsKey(named)) {
                throw in.report.error(
                        Code.UNKNOWN_NAME,
                        "the model has no output `" + named + "`",
                        at,
                        Suggestions.didYouMean(named, model.outputs().keySet()));
            }
            return named;
        }
        boolean classes = type.dtype() == DType.I64;
        List<String> fitting = model.outputs().keySet().stream()
                .filter(o -> !predictions.containsKey(o))
                .filter(o -> {
                    TensorType out = outputType(o);
                    return out.dtype() == DType.F32
                            && (classes
                                    ? hasOneForEachClass(out, type)
                                    : out.shape().equals(type.shape()));
                })
                .toList();
        return fitting.size() == 1 ? fitting.get(0) : null;
    }

    /** Whether an output has a number for each class where the target has the index of one. */
    private static boolean hasOneForEachClass(TensorType out, TensorType type) {
        return out.rank() == type.rank() + 1
                && out.shape().dim(-1).isKnown()
                && out.shape().without(List.of(out.rank() - 1)).equals(type.shape());
    }

    /** Standardises a target by the library's layer; the output that predicts it is served in the data's unit. */
    private Val.Tensor standardized(String name, Val.Tensor raw, @Nullable String output, Span at) {
        if (output == null) {
            throw in.report.error(
                    Code.RECIPE_INCOMPLETE,
                    "which output predicts the standardised `" + name + "`?",
                    at,
                    "say so: `predicted_by = \"output\"`");
        }
        Callable.Site site = new Callable.Site(at, at);
        Val layer = in.call(declared("Standardize"), List.of(), site);
        ((LayerInstance) layer).nameAfter("target." + name);
        Val scaled = in.call(layer, List.of(new Callable.Argument(null, raw, at)), site);
        LayerInstance instance = (LayerInstance) layer;
        Val.Tensor out = Objects.requireNonNull(servedOutputs.get(output));
        Val back = in.call(
                declared("unstandardize"),
                List.of(
                        new Callable.Argument(null, out, at),
                        new Callable.Argument("mean", member(instance, "mean"), at),
                        new Callable.Argument("std", member(instance, "std"), at)),
                site);
        servedOutputs.put(output, (Val.Tensor) back);
        original.bind(output, back);
        return (Val.Tensor) scaled;
    }

    private Val declared(String name) {
        return Objects.requireNonNull(library.lookup(name));
    }

    private static Val member(LayerInstance instance, String name) {
        return Objects.requireNonNull(instance.members().get(name));
    }

    // What came out

    /** Reports columns that the data does not have. */
    void requireOfData() {
        for (DataColumn.Taken t : taken()) {
            requireOfData(t.column(), t.at());
            if (data != null) {
                t.column().form().checkData(in, data, t.type(), t.what(), t.at());
            }
        }
    }

    private void requireOfData(DataColumn column, Span at) {
        if (data != null) {
            DataFunctions.requireOf(in, String.valueOf(data.entries().get("kind")), column, at);
        }
    }

    /** Whether there are validation rows: a part of all rows, files or arrays of their own. */
    boolean validated() {
        Map<String, Object> entries = data == null ? Map.of() : data.entries();
        return (entries.get("validation") instanceof Double part && part > 0)
                || entries.containsKey("validation_path")
                || taken().stream().anyMatch(t -> t.column().source().containsKey("validation"));
    }

    private List<DataColumn.Taken> taken() {
        return Stream.concat(feeds.stream(), targets.stream()).toList();
    }

    private List<Recipe.Column> columns(List<DataColumn.Taken> list) {
        var reading = new DataColumn.Reading(Objects.requireNonNull(data).entries(), feeds, targets);
        Map<String, Dim> sizes = new LinkedHashMap<>();
        List<Recipe.Column> columns = new ArrayList<>();
        for (DataColumn.Taken t : taken()) {
            Graph load = t.column().form().load(in, t, reading);
            requireSizes(t, load.output(t.name()).value().type(), sizes);
            if (list.contains(t)) {
                columns.add(
                        new Recipe.Column(t.name(), t.type(), load, t.column().source()));
            }
        }
        return columns;
    }

    /** Reports a batch whose sizes do not fit its declared type; a symbol is one size in all columns. */
    private void requireSizes(DataColumn.Taken t, TensorType batch, Map<String, Dim> sizes) {
        for (int axis = 0; axis < t.type().rank(); axis++) {
            Dim declared = t.type().shape().dim(axis);
            Dim size = batch.shape().dim(axis);
            declared.symbolName().ifPresent(name -> sizes.putIfAbsent(name, size));
            if (!declared.substitute(s -> sizes.getOrDefault(s.toString(), s)).equals(size)) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        t.what() + " is " + t.type() + ", but axis " + axis + " of `"
                                + t.column().function() + "(…)` has size " + size + " here",
                        t.at(),
                        "a name such as `" + declared + "` is one size in all feeds and targets");
            }
        }
    }

    /** Where the data is; null if that was not said. */
    Val.@Nullable Spec data() {
        return data;
    }

    Span dataSpan() {
        return Objects.requireNonNull(dataSpan);
    }

    boolean feeds(String input) {
        return feeds.stream().anyMatch(f -> f.name().equals(input));
    }

    /** Where the data is and how it is read: a series is split in time, everything else at random. */
    Map<String, Object> settings() {
        Map<String, Object> settings =
                new LinkedHashMap<>(Objects.requireNonNull(data).entries());
        boolean series = taken().stream().anyMatch(t -> t.column().form().isOfSeries());
        settings.putIfAbsent("split", series ? "last" : "random");
        return settings;
    }

    List<Recipe.Column> feeds() {
        return columns(feeds);
    }

    List<Recipe.Column> targets() {
        return columns(targets);
    }

    Map<String, String> predictions() {
        return predictions;
    }

    Map<String, Val.Tensor> servedOutputs() {
        return servedOutputs;
    }
}
