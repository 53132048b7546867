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
        Map<String, Value> before = new LinkedHashMap<>();
        Map<String, Value> after = new LinkedHashMap<>();

        // State that turns hand on to each other.
        OptimizerVectors vectors = inputs.optimized(recipe).map(layout, loop::carry);
        before.putAll(vectors.byName(layout));
        for (Program.Tensor t : program.states()) {
            String name = StateTensors.STATE + t.path();
            if (TrainingBatch.updatedStates(recipe).contains(name)) {
                before.put(name, loop.carry(name, inputs.state(name, t.type())));
            }
        }
        Value stepsBefore = loop.carry(StateTensors.STEP, inputs.step());
        before.put(StateTensors.STEP, stepsBefore);
        List<Value> totalInputs = totals.inputs(inputs.file());
        for (int i = 0; i < totalInputs.size(); i++) {
            before.put(totals.name(i), loop.carry(totals.name(i), totalInputs.get(i)));
        }

        // The step.
        Value step = Elementwise.add(b, stepsBefore, Constants.scalar(b, DType.I64, 1));
        after.put(StateTensors.STEP, step);
        BatchScope scope = new BatchScope(inputs, b, loop.rows())
                .bind("", before)
                .bind("step", step)
                .bind("position", Constants.scalar(b, DType.I64, 0));
        TrainingBatch batch = new TrainingBatch(b, recipe, layout, vectors.parameters(), scope);
        List<Value> gradients = batch.gradients(batch.loss().seedOfMean(b));
        after.putAll(vectors.updated(b, recipe.optimizer(), layout, gradients, inputs.clock(step))
                .byName(layout));
        after.putAll(batch.states());
        List<Value> parts = batch.totals();
        for (int i = 0; i < parts.size(); i++) {
            String name = totals.name(i);
            after.put(name, totals.join(b, i, Objects.requireNonNull(before.get(name)), parts.get(i)));
        }

        // A step that went wrong changes nothing and is the last.
        Value loss = batch.loss().mean(b);
        Value good = Finite.of(b, loss, gradients);
        before.forEach((name, old) -> loop.next(name, Elementwise.where(b, good, next(after, name), old)));
        for (ParameterLayout.Segment s : layout.segments()) {
            // The parameters stand in for a gradient before the first turn: of the same type, and not copied.
            loop.carry(s.name("gradient"), inputs.parameters().get(s.index()));
            loop.next(s.name("gradient"), gradients.get(s.index()));
        }
        loop.stack("losses", loss);
        Map<String, Value> last = loop.run(good);

        FileGraph file = inputs.file();
        before.keySet().stream()
                .filter(name -> !name.startsWith(totals.prefix()))
                .forEach(name -> file.next(name, next(last, name), Role.STATE));
        file.output("losses", next(last, "losses"), Role.LOSSES);
        totals.outputs(file, last);
        file.output(
                "steps_done",
                Elementwise.sub(file.builder(), next(last, StateTensors.STEP), inputs.step()),
                Role.STEPS_DONE);
        layout.segments().forEach(s -> file.output(s.name("gradient"), next(last, s.name("gradient")), Role.GRADIENT));
        return file.finish();
    }

    private static Value next(Map<String, Value> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
