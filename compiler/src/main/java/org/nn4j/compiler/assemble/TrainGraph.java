package org.nn4j.compiler.assemble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** {@code train.onnx}: a step for each row of {@code rows}, inside one loop, so that a call from outside is rare. */
final class TrainGraph {

    private final Program program;
    private final Recipe recipe;
    private final ParameterLayout layout;
    private final ProgramFile inputs;
    private final Totals totals;

    private TrainGraph(Program program, Recipe recipe, ParameterLayout layout) {
        this.program = program;
        this.recipe = recipe;
        this.layout = layout;
        this.inputs = new ProgramFile("train", program, layout);
        this.totals = Totals.ofLossAndMetrics(recipe);
    }

    static FileGraph.Finished of(Program program, Recipe recipe, ParameterLayout layout) {
        return new TrainGraph(program, recipe, layout).build();
    }

    private FileGraph.Finished build() {
        BatchLoop loop = new BatchLoop(inputs);
        GraphBuilder b = loop.body();

        // What turns hand on to each other.
        Map<String, Value> before = new LinkedHashMap<>();
        OptimizerVectors vectors = inputs.optimized(recipe).map(loop::carry);
        before.putAll(vectors.byName());
        for (Program.Tensor t : program.states()) {
            String name = StateTensors.STATE + t.path();
            if (TrainingBatch.updatedStates(recipe).contains(name)) {
                before.put(name, loop.carry(name, inputs.state(name, t.type())));
            }
        }
        Accumulation accumulation = new Accumulation(inputs, totals, loop);
        before.putAll(accumulation.carried());

        // The step is counted by turns and not carried: schedules can then be computed before the loop.
        Value step =
                Elementwise.add(b, Elementwise.add(b, inputs.step(), Constants.scalar(b, DType.I64, 1)), loop.turn());
        BatchScope scope = new BatchScope(inputs, b, loop.rows())
                .bind("", before)
                .bind("step", step)
                .bind("position", Constants.scalar(b, DType.I64, 0));
        TrainingBatch batch =
                new TrainingBatch(b, recipe, layout, vectors.parameters().values(), scope);
        List<Value> gradients = batch.gradients(batch.loss().seedOfMean(b));
        Value health = Health.of(b, batch.loss().weightedSum(), gradients);
        // A step that went wrong changes nothing and is the last.
        Health.guard(b, health, before, apply -> {
                    Map<String, Value> after = new LinkedHashMap<>(
                            vectors.updated(apply, recipe.optimizer(), gradients, inputs.clock(step))
                                    .byName());
                    after.putAll(batch.states());
                    after.putAll(accumulation.joined(apply, batch.totals()));
                    return after;
                })
                .forEach(loop::next);
        for (ParameterLayout.Segment s : layout.segments()) {
            // The parameters stand in for a gradient before the first turn: of as many elements, and not copied. The
            // shape is that in which a gradient is made, since another one for what leaves a turn would copy it.
            Value start = inputs.parameters().get(s.index());
            loop.carry(s.name("gradient"), ShapeOps.reshape(inputs.file().builder(), start, s.shape()));
            loop.next(s.name("gradient"), ShapeOps.reshape(b, gradients.get(s.index()), s.shape()));
        }
        accumulation.keep(batch.totals());
        loop.stack("health", health);
        Map<String, Value> last = loop.run(Elementwise.isFinite(b, health));
        outputs(last, before.keySet(), accumulation);
        return inputs.file().finish();
    }

    private void outputs(Map<String, Value> last, Set<String> carried, Accumulation accumulation) {
        FileGraph file = inputs.file();
        GraphBuilder b = file.builder();
        carried.stream()
                .filter(name -> !name.startsWith(totals.prefix()))
                .forEach(name -> file.next(name, get(last, name), Role.STATE));
        Value good = Elementwise.isFinite(b, get(last, "health"));
        Value done = Reduction.sumAll(b, Elementwise.cast(b, good, DType.I64));
        file.next(StateTensors.STEP, Elementwise.add(b, inputs.step(), done), Role.STATE);
        Value losses = Elementwise.div(b, get(last, totals.name(0)), get(last, totals.name(1)));
        file.output("losses", losses, Role.LOSSES);
        accumulation.outputs(last, good);
        file.output("steps_done", done, Role.STEPS_DONE);
        file.learningRate(recipe.optimizer(), inputs.clock(Elementwise.add(b, inputs.step(), done)));
        layout.segments().forEach(s -> file.output(s.name("gradient"), get(last, s.name("gradient")), Role.GRADIENT));
    }

    private static Value get(Map<String, Value> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
