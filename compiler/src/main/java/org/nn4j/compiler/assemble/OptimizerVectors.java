package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.OptimizerRule.Clock;
import org.nn4j.compiler.program.OptimizerRule.Unit;
import org.nn4j.compiler.program.OptimizerRule.Updated;
import org.nn4j.compiler.program.Program;

/**
 * The vectors that an optimizer changes.
 *
 * @param parameters one for each segment of the layout
 * @param moments what the optimizer keeps beside the parameters: its name, and a vector for each of theirs
 */
record OptimizerVectors(List<Value> parameters, Map<String, List<Value>> moments) {

    /** These vectors after one update. */
    OptimizerVectors updated(
            GraphBuilder b, OptimizerRule rule, ParameterLayout layout, List<Value> gradients, Clock clock) {
        // A rule that works place by place takes the vectors as they are; another one each parameter in its shape.
        boolean whole = !rule.needsTensors();
        UnaryOperator<List<Value>> cut = whole ? v -> v : v -> layout.unpack(b, v);
        UnaryOperator<List<Value>> join = whole ? v -> v : v -> layout.pack(b, v);
        List<List<Program.Tensor>> groups = whole
                ? layout.segments().stream()
                        .map(ParameterLayout.Segment::members)
                        .toList()
                : layout.members().stream().map(List::of).toList();

        List<Value> p = cut.apply(parameters);
        List<Value> g = cut.apply(gradients);
        Map<String, List<Value>> m = new LinkedHashMap<>();
        moments.forEach((name, vectors) -> m.put(name, cut.apply(vectors)));
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            Map<String, Value> mine = new LinkedHashMap<>();
            for (Map.Entry<String, List<Value>> e : m.entrySet()) {
                mine.put(e.getKey(), e.getValue().get(i));
            }
            units.add(new Unit(groups.get(i), p.get(i), g.get(i), mine));
        }

        List<Updated> updated = rule.update(b, units, clock);
        Map<String, List<Value>> newMoments = new LinkedHashMap<>();
        for (String name : moments.keySet()) {
            newMoments.put(
                    name,
                    join.apply(updated.stream()
                            .map(u -> Objects.requireNonNull(u.moments().get(name)))
                            .toList()));
        }
        return new OptimizerVectors(join.apply(updated.stream().map(Updated::p).toList()), newMoments);
    }

    /** The vectors by the names of the state tensors. */
    Map<String, Value> byName(ParameterLayout layout) {
        Map<String, Value> byName = new LinkedHashMap<>();
        map(layout, (name, vector) -> {
            byName.put(name, vector);
            return vector;
        });
        return byName;
    }

    /** Each vector through a function of its state tensor's name and of itself. */
    OptimizerVectors map(ParameterLayout layout, BiFunction<String, Value, Value> f) {
        Map<String, List<Value>> m = new LinkedHashMap<>();
        List<Value> p = map(layout, StateTensors.PARAMETERS, parameters, f);
        moments.forEach((name, vectors) -> m.put(name, map(layout, name, vectors, f)));
        return new OptimizerVectors(p, m);
    }

    private static List<Value> map(
            ParameterLayout layout, String prefix, List<Value> vectors, BiFunction<String, Value, Value> f) {
        return layout.segments().stream()
                .map(s -> f.apply(s.name(prefix), vectors.get(s.index())))
                .toList();
    }
}
