package org.nn4j.compiler.assemble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
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
        OptimizerVectors vectors = inputs.optimized(recipe).map(layout, loop::carry);
        before.putAll(vectors.byName(layout));
        for (Program.Tensor t : program.states()) {
            String name = StateTensors.STATE + t.path();
            if (TrainingBatch.updatedStates(recipe).contains(name)) {
                before.put(name, loop.carry(name, inputs.state(name, t.type())));
            }
        }
        List<Value> totalInputs = totals.inputs(inputs.file());
        for (int i = 0; i < totalInputs.size(); i++) {
            before.put(totals.name(i), loop.carry(totals.name(i), totalInputs.get(i)));
        }

        // The step is counted by turns and not carried: schedules can then be computed before the loop.
        Value step =
                Elementwise.add(b, Elementwise.add(b, inputs.step(), Constants.scalar(b, DType.I64, 1)), loop.turn());
        BatchScope scope = new BatchScope(inputs, b, loop.rows())
                .bind("", before)
                .bind("step", step)
                .bind("position", Constants.scalar(b, DType.I64, 0));
        TrainingBatch batch = new TrainingBatch(b, recipe, layout, vectors.parameters(), scope);
        List<Value> gradients = batch.gradients(batch.loss().seedOfMean(b));
        Value health = Health.of(b, batch.loss().mean(b), gradients);
        // A step that went wrong changes nothing and is the last.
        Health.guard(b, health, before, apply -> {
                    Map<String, Value> after = new LinkedHashMap<>(
                            vectors.updated(apply, recipe.optimizer(), layout, gradients, inputs.clock(step))
                                    .byName(layout));
                    after.putAll(batch.states());
                    after.putAll(totals.joined(apply, before, batch.totals()));
                    return after;
                })
                .forEach(loop::next);
        for (ParameterLayout.Segment s : layout.segments()) {
            // The parameters stand in for a gradient before the first turn: of the same type, and not copied.
            loop.carry(s.name("gradient"), inputs.parameters().get(s.index()));
            loop.next(s.name("gradient"), gradients.get(s.index()));
        }
        loop.stack("losses", batch.loss().mean(b));
        loop.stack("health", health);
        outputs(loop.run(Elementwise.isFinite(b, health)), before);
        return inputs.file().finish();
    }

    private void outputs(Map<String, Value> last, Map<String, Value> carried) {
        FileGraph file = inputs.file();
        GraphBuilder b = file.builder();
        Value good = Elementwise.cast(b, Elementwise.isFinite(b, get(last, "health")), DType.I64);
        Value done = Reduction.sumAll(b, good);
        carried.keySet().stream()
                .filter(name -> !name.startsWith(totals.prefix()))
                .forEach(name -> file.next(name, get(last, name), Role.STATE));
        file.next(StateTensors.STEP, Elementwise.add(b, inputs.step(), done), Role.STATE);
        file.output("losses", get(last, "losses"), Role.LOSSES);
        totals.outputs(file, last);
        file.output("steps_done", done, Role.STEPS_DONE);
        layout.segments().forEach(s -> file.output(s.name("gradient"), get(last, s.name("gradient")), Role.GRADIENT));
    }

    private static Value get(Map<String, Value> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
