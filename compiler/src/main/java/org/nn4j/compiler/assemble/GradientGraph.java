package org.nn4j.compiler.assemble;

import java.util.List;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** {@code gradient.onnx}: the first half of a step, on a part of a batch. Sums over rows, so that parts add up. */
final class GradientGraph {

    private GradientGraph() {}

    static FileGraph.Finished of(Program program, Recipe recipe, ParameterLayout layout) {
        ProgramFile inputs = new ProgramFile("gradient", program, layout);
        FileGraph file = inputs.file();
        GraphBuilder b = file.builder();
        Totals totals = Totals.ofLossAndMetrics(recipe);
        List<Value> before = totals.inputs(inputs);

        BatchScope scope = new BatchScope(inputs, b, inputs.batch())
                .bind("step", Elementwise.add(b, inputs.step(), Constants.scalar(b, DType.I64, 1)))
                .bind("position", inputs.position());
        TrainingBatch batch = new TrainingBatch(b, recipe, layout, inputs.parameters(), scope);
        List<Value> gradients = batch.gradients(batch.loss().seedOfSum());
        for (ParameterLayout.Segment s : layout.segments()) {
            Value flat = ShapeOps.reshape(b, gradients.get(s.index()), Shape.of(s.elements()));
            file.output(s.name("gradient"), flat, Role.GRADIENT);
        }
        batch.states().forEach((name, v) -> file.next(name, v, Role.STATE));
        List<Value> parts = batch.totals();
        for (int i = 0; i < parts.size(); i++) {
            Value part = parts.get(i);
            totals.output(file, i, totals.isRows(i) ? part : totals.join(b, i, before.get(i), part));
        }
        file.output("weight_sum", batch.loss().weightSum(), Role.WEIGHT_SUM);
        file.output("loss_sum", batch.loss().weightedSum(), Role.LOSS_SUM);
        return file.finish();
    }
}
