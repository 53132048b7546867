package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** {@code apply.onnx}: the second half of a step, from the gradients of a batch's parts, which it adds in their order. */
final class ApplyGraph {

    private ApplyGraph() {}

    static FileGraph.Finished of(Program program, Recipe recipe, ParameterLayout layout) {
        ProgramFile inputs = new ProgramFile("apply", program, layout);
        FileGraph file = inputs.file();
        GraphBuilder b = file.builder();
        Value step = Elementwise.add(b, inputs.step(), Constants.scalar(b, DType.I64, 1));
        Value weightSum = file.input("weight_sum", TensorType.scalar(DType.F32), Role.WEIGHT_SUM);
        List<Value> gradients = new ArrayList<>();
        for (ParameterLayout.Segment s : layout.segments()) {
            Value parts = file.input(s.name("gradient"), ofParts(inputs, s), Role.GRADIENT);
            Value sum = ShapeOps.reshape(
                    b, Reduction.sum(b, parts, List.of(0), false), s.type().shape());
            gradients.add(Elementwise.div(b, sum, weightSum));
        }
        OptimizerVectors vectors = inputs.optimized(recipe);
        Map<String, Value> before = new LinkedHashMap<>(vectors.byName());
        before.put(StateTensors.STEP, inputs.step());

        Value health = Health.of(b, Constants.scalar(b, DType.F32, 0), gradients);
        Health.guard(b, health, before, apply -> {
                    Map<String, Value> after = vectors.updated(apply, recipe.optimizer(), gradients, inputs.clock(step))
                            .byName();
                    after.put(StateTensors.STEP, step);
                    return after;
                })
                .forEach((name, v) -> file.next(name, v, Role.STATE));
        file.learningRate(recipe.optimizer(), inputs.clock(step));
        return file.finish();
    }

    private static TensorType ofParts(ProgramFile inputs, ParameterLayout.Segment s) {
        return s.type().withShape(Shape.of(inputs.symbols().parts(), Dim.of(s.elements())));
    }
}
