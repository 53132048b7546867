package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Arg;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.TrainStmt;
import org.nn4j.compiler.syntax.TrainStmtVisitor;

/**
 * The statements of a train block, carried out on top of a model that was just walked. The block sees every name of the
 * model. Where a target is standardised, the loss sees it so; metrics see it, and its prediction, in the data's unit.
 */
final class RecipeBody implements TrainStmtVisitor<TrainStmt> {
    private final Interpreter in;
    private final ModelBody model;
    private final Decl.Train decl;
    private final Scope scope;

    /** As {@link #scope}, with targets and their predictions in the unit of the data. */
    private final Scope original;

    private final RecipeColumns columns;
    private final RecipeMetrics metrics;
    private final RecipePlateaus plateaus;
    private final Map<String, Long> run = new LinkedHashMap<>();
    private final List<String> lacks = new ArrayList<>();

    private @Nullable Value loss;
    private @Nullable Span lossSpan;
    private Val.@Nullable Spec optimizer;
    private @Nullable Span optimizerSpan;
    private @Nullable Closure clip;

    /** @param library where the layers are that the compiler itself applies */
    RecipeBody(Interpreter in, ModelBody model, Decl.Train decl, Scope parameters, Scope library) {
        this.in = in;
        this.model = model;
        this.decl = decl;
        Scope data = new Scope(parameters);
        DataFunctions.define(data);
        this.scope = new Scope(data);
        this.original = new Scope(scope);
        this.columns = new RecipeColumns(in, model, decl.model(), scope, original, library);
        this.metrics = new RecipeMetrics(in);
        this.plateaus = new RecipePlateaus(in);
    }

    void run() {
        for (TrainStmt s : decl.stmts()) {
            try {
                s.accept(this);
            } catch (Abort a) {
                if (a.everything()) {
                    throw a;
                }
                if (s instanceof TrainStmt.Data) {
                    columns.dataFailed();
                }
                unknownNames(s).forEach(n -> {
                    scope.bind(n.name(), Val.Unknown.UNKNOWN);
                    original.bind(n.name(), Val.Unknown.UNKNOWN);
                });
            }
        }
    }

    private static List<Ident> unknownNames(TrainStmt s) {
        if (s instanceof Let l) {
            return l.pattern().names();
        }
        return s instanceof TrainStmt.Target t ? List.of(t.name()) : List.of();
    }

    private void incomplete(String what, @Nullable String help) {
        lacks.add(help == null ? what : what + ", for example " + help);
    }

    /** Tells all that the recipe lacks at once. */
    void requireComplete() {
        if (loss == null) {
            incomplete("a loss", "`loss cross_entropy(logits, y)`");
        }
        if (optimizer == null) {
            incomplete("an optimizer", "`optimizer Adam(lr = 1e-3)`");
        }
        if (columns.data() == null) {
            incomplete("data", "`data csv(\"file.csv\", validation = 0.2)`");
        }
        for (String input : model.inputs().keySet()) {
            if (!columns.feeds(input)) {
                incomplete("what feeds `" + input + "`", "`feed " + input + " = columns()`");
            }
        }
        if (!run.containsKey("epochs") && !run.containsKey("steps")) {
            incomplete("how long to train", "`run (epochs = 20, batch = 32)`");
        }
        if (!lacks.isEmpty()) {
            throw in.report.error(
                    Code.RECIPE_INCOMPLETE,
                    "the recipe is not complete",
                    decl.model().span(),
                    "it lacks " + String.join("\nand ", lacks));
        }
        columns.requireOfData();
        requireLossOfEachRow();
        if (in.walk.registry().tensors(Registry.Role.PARAM).isEmpty()) {
            throw in.report.error(
                    Code.RECIPE_INCOMPLETE,
                    "the model `" + decl.model() + "` has no parameters to train",
                    decl.model().span());
        }
    }

    /** Weights of rows mean nothing to a loss that is one number for the whole batch. */
    private void requireLossOfEachRow() {
        Val.Spec data = columns.data();
        if (data != null
                && loss != null
                && lossSpan != null
                && data.entries().containsKey("weights")
                && loss.rank() == 0) {
            throw in.report.error(Diagnostic.error(
                            Code.RECIPE_VALUE,
                            "the rows have weights, but the loss is one number for all of them",
                            lossSpan)
                    .also(columns.dataSpan(), "`weights` is said here")
                    .help("give the loss of each row, f32[B], without the mean over them"));
        }
    }

    private static void once(Interpreter in, @Nullable Object before, String word, Span at) {
        if (before != null) {
            throw in.report.error(Code.ALREADY_DEFINED, "a second `" + word + "` in the recipe", at);
        }
    }

    @Override
    public TrainStmt visitLet(Let s) {
        new Body(in, scope, "a recipe").visitLet(s);
        return s;
    }

    @Override
    public TrainStmt visitData(TrainStmt.Data s) {
        once(in, columns.data(), "data", s.span());
        columns.data(
                spec(s.source(), "data", "a data source such as `csv(\"file.csv\")`"),
                s.source().span());
        return s;
    }

    @Override
    public TrainStmt visitFeed(TrainStmt.Feed s) {
        columns.feed(s);
        return s;
    }

    @Override
    public TrainStmt visitTarget(TrainStmt.Target s) {
        columns.target(s);
        return s;
    }

    private Val.Spec spec(Expr e, String kind, String wanted) {
        Val v = in.eval(e, scope);
        if (v instanceof Val.Spec s && s.kind().equals(kind)) {
            return s;
        }
        throw in.report.error(Code.WRONG_KIND, wanted + " is needed here, not " + v.describe(), e.span());
    }

    @Override
    public TrainStmt visitLoss(TrainStmt.Loss s) {
        once(in, loss, "loss", s.span());
        Val v = in.eval(s.value(), scope);
        Span at = s.value().span();
        if (!(v instanceof Val.Tensor t) || t.weak() || t.graph() != in.walk.forward()) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "the loss must be computed from the batch, but this is " + v.describe(),
                    at,
                    v instanceof Val.Str ? "call it, with what it compares: `loss cross_entropy(logits, y)`" : null);
        }
        boolean perRow = t.type().shape().equals(Shape.of(Dim.symbol(Program.BATCH)));
        if (t.type().dtype() != DType.F32 || !(perRow || t.type().rank() == 0)) {
            throw in.report.error(
                    Code.RESULT_TYPE,
                    "the loss must be one number for each row, f32[B], or a single one, not " + t.type(),
                    at,
                    t.type().rank() > 1 ? "take the mean over the other axes: `mean(…, axis = 1)`" : null);
        }
        loss = t.value();
        lossSpan = at;
        return s;
    }

    @Override
    public TrainStmt visitMetric(TrainStmt.Metric s) {
        metrics.add(s, original);
        return s;
    }

    @Override
    public TrainStmt visitOptimizer(TrainStmt.Optimizer s) {
        once(in, optimizer, "optimizer", s.span());
        optimizer = spec(s.value(), "optimizer", "an optimizer such as `Adam(lr = 1e-3)`");
        optimizerSpan = s.value().span();
        return s;
    }

    @Override
    public TrainStmt visitClip(TrainStmt.Clip s) {
        once(in, clip, "clip", s.span());
        Val v = in.eval(s.value(), scope);
        if (!(v instanceof Closure c) || c.params().size() != 1) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "`clip` needs a function of the gradient, not " + v.describe(),
                    s.value().span(),
                    "for example `global_norm(1.0)`");
        }
        clip = c;
        return s;
    }

    @Override
    public TrainStmt visitStop(TrainStmt.Stop s) {
        plateau("stop", s.value(), s.span());
        return s;
    }

    @Override
    public TrainStmt visitReduce(TrainStmt.Reduce s) {
        plateau("reduce", s.value(), s.span());
        return s;
    }

    private void plateau(String word, Expr e, Span statement) {
        once(in, plateaus.has(word) ? word : null, word, statement);
        plateaus.add(word, spec(e, "plateau", "a rule such as `plateau(val.loss, patience = 5)`"), e.span());
    }

    @Override
    public TrainStmt visitCheckpoint(TrainStmt.Checkpoint s) {
        throw in.report.error(Code.NOT_AVAILABLE, "`checkpoint` is not available in this version", s.span());
    }

    @Override
    public TrainStmt visitInitFrom(TrainStmt.InitFrom s) {
        throw in.report.error(Code.NOT_AVAILABLE, "`init from` is not available in this version", s.span());
    }

    @Override
    public TrainStmt visitRun(TrainStmt.Run s) {
        once(in, run.isEmpty() ? null : run, "run", s.span());
        List<String> known = List.of("epochs", "steps", "batch", "seed");
        for (Arg a : s.args()) {
            String name = a.name() == null ? "" : a.name().name();
            if (!known.contains(name)) {
                throw in.report.error(
                        Code.UNKNOWN_ARGUMENT,
                        name.isEmpty() ? "`run` takes its numbers by name" : "`run` has no `" + name + "`",
                        a.span(),
                        ForeignNames.parameter(name, known) == null
                                ? "it has: " + String.join(", ", known)
                                : "it is called `" + ForeignNames.parameter(name, known) + "` here");
            }
            long v = in.intValue(in.eval(a.value(), scope), a.value().span());
            if (v < 1 && !name.equals("seed")) {
                throw in.report.error(Code.RECIPE_VALUE, "`" + name + "` must be at least 1, not " + v, a.span());
            }
            run.put(name, v);
        }
        if (run.containsKey("epochs") && run.containsKey("steps")) {
            throw in.report.error(Code.RECIPE_VALUE, "`run` takes either epochs or steps", s.span());
        }
        return s;
    }

    // What came out

    Map<String, String> predictions() {
        return columns.predictions();
    }

    Map<String, Val.Tensor> servedOutputs() {
        return columns.servedOutputs();
    }

    Totals totals() {
        return metrics.totals();
    }

    Graph values() {
        return metrics.values();
    }

    /** Loss and totals of a batch. */
    List<Graph.Port> batchOutputs() {
        List<Graph.Port> out = new ArrayList<>(List.of(new Graph.Port("loss", Objects.requireNonNull(loss))));
        out.addAll(totals().parts());
        return out;
    }

    ElaboratedOptimizer optimizer() {
        Map<String, Object> given = Objects.requireNonNull(optimizer).entries();
        OptimizerType type = (OptimizerType) Objects.requireNonNull(given.get("type"));
        Scope arguments = (Scope) Objects.requireNonNull(given.get("arguments"));
        ElaboratedOptimizer o =
                new ElaboratedOptimizer(in.report, type, arguments, clip, Objects.requireNonNull(optimizerSpan));
        o.check(in.walk.registry().tensors(Registry.Role.PARAM));
        o.requireNoBatch();
        return o;
    }

    Recipe.Settings settings() {
        Recipe.Run settings = new Recipe.Run(
                run.get("epochs"), run.get("steps"), run.getOrDefault("batch", 32L), run.getOrDefault("seed", 0L));
        return new Recipe.Settings(
                columns.settings(),
                columns.feeds(),
                columns.targets(),
                metrics.names(),
                settings,
                plateaus.watching("stop", metrics, columns),
                plateaus.watching("reduce", metrics, columns));
    }
}
