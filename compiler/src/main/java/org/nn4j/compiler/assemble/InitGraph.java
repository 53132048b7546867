package org.nn4j.compiler.assemble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.assemble.OptimizerVectors.Vectors;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** {@code init.onnx}: all state before the first step. */
final class InitGraph {

    private InitGraph() {}

    static FileGraph.Finished of(Program program, ParameterLayout layout) {
        ProgramFile inputs = new ProgramFile("init", program, layout);
        FileGraph file = inputs.file();
        GraphBuilder b = file.builder();
        Value zero = Constants.scalar(b, DType.I64, 0);
        Value seed = file.required(StateTensors.SEED, TensorType.scalar(DType.I64), Role.STATE);
        BatchScope scope = new BatchScope(inputs, b, null)
                .bind("seed", seed)
                .bind("step", zero)
                .bind("position", zero);
        Map<String, Value> initial = scope.inline(program.initial());

        List<Value> parameters = layout.pack(
                b,
                layout.members().stream()
                        .map(p -> get(initial, "param." + p.path()))
                        .toList());
        Map<String, Vectors> moments = new LinkedHashMap<>();
        Recipe recipe = program.recipe();
        if (recipe != null) {
            OptimizerRule rule = recipe.optimizer();
            rule.moments().forEach(m -> moments.put(m, moment(b, rule, layout, m)));
        }
        new OptimizerVectors(new Vectors(layout, parameters), moments)
                .byName()
                .forEach((name, v) -> output(file, name, v));
        program.states().forEach(t -> {
            String name = StateTensors.STATE + t.path();
            output(file, name, get(initial, name));
        });
        program.fitted()
                .forEach(t -> output(
                        file,
                        StateTensors.FITTED + t.path(),
                        Constants.fill(b, t.type().dtype(), 0, t.type().shape())));
        if (recipe != null) {
            output(file, StateTensors.STEP, zero);
            file.output(StateTensors.SEED + ".next", seed, Role.STATE, Map.of("of", StateTensors.SEED));
        }
        return file.finish();
    }

    private static Vectors moment(GraphBuilder b, OptimizerRule rule, ParameterLayout layout, String moment) {
        ParameterLayout own = layout.ofMoment(rule, moment);
        if (!rule.needsTensors()) {
            List<Value> whole = own.segments().stream()
                    .map(s -> rule.initialMoment(b, moment, s.type().shape()))
                    .toList();
            return new Vectors(own, whole);
        }
        List<Value> parts = layout.members().stream()
                .map(p -> p.type().shape())
                .filter(shape -> rule.momentShape(moment, shape) != null)
                .map(shape -> rule.initialMoment(b, moment, shape))
                .toList();
        return new Vectors(own, own.pack(b, parts));
    }

    private static void output(FileGraph file, String name, Value v) {
        file.output(name, v, Role.STATE, Map.of("of", name));
    }

    private static Value get(Map<String, Value> initial, String name) {
        return Objects.requireNonNull(initial.get(name), name);
    }
}
