package org.nn4j.compiler.assemble;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.BatchLoad;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** The inputs that files of one program share, made when a graph first asks for them. */
final class ProgramFile {

    private static final Dim BATCH = Dim.symbol(Program.BATCH);

    private final ParameterLayout layout;
    private final FileGraph file;
    private final Symbols symbols;
    private final Map<String, Graph> loads = new HashMap<>();

    ProgramFile(String kind, Program program, ParameterLayout layout) {
        Recipe recipe = program.recipe();
        if (recipe != null) {
            Recipe.Settings settings = recipe.settings();
            Stream.concat(settings.feeds().stream(), settings.targets().stream())
                    .forEach(c -> loads.put(BatchScope.DATA + c.name(), c.load()));
        }
        this.layout = layout;
        this.file = new FileGraph(kind);
        this.symbols = Symbols.apartFrom(program);
    }

    FileGraph file() {
        return file;
    }

    ParameterLayout layout() {
        return layout;
    }

    /** The vectors of parameters. */
    List<Value> parameters() {
        return vectors(layout, StateTensors.PARAMETERS).values();
    }

    /** The vectors of parameters and what the optimizer keeps beside them. */
    OptimizerVectors optimized(Recipe recipe) {
        OptimizerRule rule = recipe.optimizer();
        Map<String, OptimizerVectors.Vectors> moments = new LinkedHashMap<>();
        rule.moments().forEach(m -> moments.put(m, vectors(layout.ofMoment(rule, m), m)));
        return new OptimizerVectors(vectors(layout, StateTensors.PARAMETERS), moments);
    }

    private OptimizerVectors.Vectors vectors(ParameterLayout of, String prefix) {
        List<Value> values =
                of.segments().stream().map(s -> state(s.name(prefix), s.type())).toList();
        return new OptimizerVectors.Vectors(of, values);
    }

    Value state(String name, TensorType type) {
        return file.input(name, type, Role.STATE);
    }

    Value step() {
        return state(StateTensors.STEP, TensorType.scalar(DType.I64));
    }

    Value seed() {
        return state(StateTensors.SEED, TensorType.scalar(DType.I64));
    }

    /** How a batch of the feed or target {@code data.<name>} is made of what is stored. */
    Graph load(String name) {
        Graph load = loads.get(name);
        if (load == null) {
            throw new IllegalStateException("the recipe has no " + name);
        }
        return load;
    }

    /** What is stored of all rows. */
    Value data(String name, TensorType stored) {
        boolean ofRows = stored.shape().dim(0).equals(BatchLoad.ROWS);
        return file.input(
                name,
                ofRows ? stored.withShape(stored.shape().with(0, symbols.rows())) : stored,
                Role.DATA,
                Map.of("feed", name.substring(BatchScope.DATA.length())));
    }

    Value weights() {
        return file.input("weights", new TensorType(DType.F32, Shape.of(symbols.rows())), Role.WEIGHTS);
    }

    /** One batch a turn, {@code i64[K, B]}. */
    Value batches() {
        return file.required("rows", new TensorType(DType.I64, Shape.of(symbols.turns(), BATCH)), Role.ROWS);
    }

    /** One batch, {@code i64[B]}. */
    Value batch() {
        return file.required("rows", new TensorType(DType.I64, Shape.of(BATCH)), Role.ROWS);
    }

    Value position() {
        return file.input("position", TensorType.scalar(DType.I64), Role.POSITION);
    }

    private Value totalSteps() {
        return file.input("total_steps", TensorType.scalar(DType.I64), Role.TOTAL_STEPS);
    }

    /** What an update depends on; {@code step} is its number, 1 at the first. */
    OptimizerRule.Clock clock(Value step) {
        return new OptimizerRule.Clock(step, totalSteps(), lrScale());
    }

    private Value lrScale() {
        return file.input("lr_scale", TensorType.scalar(DType.F64), Role.LR_SCALE);
    }

    Symbols symbols() {
        return symbols;
    }
}
