package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
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
 * @param parameters the parameters
 * @param moments what the optimizer keeps beside the parameters, by its name
 */
record OptimizerVectors(Vectors parameters, Map<String, Vectors> moments) {

    /** Vectors, one for each segment of a layout. */
    record Vectors(ParameterLayout layout, List<Value> values) {

        Vectors map(String prefix, BiFunction<String, Value, Value> f) {
            List<Value> mapped = new ArrayList<>();
            for (ParameterLayout.Segment s : layout.segments()) {
                mapped.add(f.apply(s.name(prefix), values.get(mapped.size())));
            }
            return new Vectors(layout, mapped);
        }
    }

    /** These vectors after one update. */
    OptimizerVectors updated(GraphBuilder b, OptimizerRule rule, List<Value> gradients, Clock clock) {
        return rule.needsTensors()
                ? updatedOneByOne(b, rule, gradients, clock)
                : updatedWhole(b, rule, gradients, clock);
    }

    /** A rule that works place by place takes the vectors as they are. */
    private OptimizerVectors updatedWhole(GraphBuilder b, OptimizerRule rule, List<Value> gradients, Clock clock) {
        List<Unit> units = new ArrayList<>();
        for (ParameterLayout.Segment s : parameters.layout.segments()) {
            int i = units.size();
            Map<String, Value> mine = new LinkedHashMap<>();
            moments.forEach((name, vectors) -> mine.put(name, vectors.values.get(i)));
            units.add(new Unit(s.members(), parameters.values.get(i), gradients.get(i), mine));
        }
        List<Updated> updated = rule.update(b, units, clock);
        Map<String, Vectors> newMoments = new LinkedHashMap<>();
        moments.forEach((name, vectors) -> newMoments.put(
                name,
                new Vectors(
                        vectors.layout,
                        updated.stream().map(u -> moment(u, name)).toList())));
        List<Value> p = updated.stream().map(Updated::p).toList();
        return new OptimizerVectors(new Vectors(parameters.layout, p), newMoments);
    }

    /** Another one takes each parameter in its shape. */
    private OptimizerVectors updatedOneByOne(GraphBuilder b, OptimizerRule rule, List<Value> gradients, Clock clock) {
        ParameterLayout layout = parameters.layout;
        Map<String, Value> p = layout.byPath(layout.unpack(b, parameters.values));
        Map<String, Value> g = layout.byPath(layout.unpack(b, gradients));
        Map<String, Map<String, Value>> byPath = new LinkedHashMap<>();
        moments.forEach(
                (name, vectors) -> byPath.put(name, vectors.layout.byPath(vectors.layout.unpack(b, vectors.values))));
        List<Unit> units = new ArrayList<>();
        for (Program.Tensor member : layout.members()) {
            Map<String, Value> mine = new LinkedHashMap<>();
            byPath.forEach((name, values) -> {
                Value v = values.get(member.path());
                if (v != null) {
                    mine.put(name, v);
                }
            });
            units.add(new Unit(List.of(member), get(p, member), get(g, member), mine));
        }
        Map<String, Updated> updated = new LinkedHashMap<>();
        for (Updated u : rule.update(b, units, clock)) {
            updated.put(layout.members().get(updated.size()).path(), u);
        }
        Map<String, Vectors> newMoments = new LinkedHashMap<>();
        moments.forEach((name, vectors) -> {
            List<Value> parts = vectors.layout.members().stream()
                    .map(m -> moment(Objects.requireNonNull(updated.get(m.path())), name))
                    .toList();
            newMoments.put(name, new Vectors(vectors.layout, vectors.layout.pack(b, parts)));
        });
        List<Value> parts = updated.values().stream().map(Updated::p).toList();
        return new OptimizerVectors(new Vectors(layout, layout.pack(b, parts)), newMoments);
    }

    private static Value get(Map<String, Value> byPath, Program.Tensor member) {
        return Objects.requireNonNull(byPath.get(member.path()));
    }

    private static Value moment(Updated u, String name) {
        return Objects.requireNonNull(u.moments().get(name));
    }

    /** The vectors by the names of the state tensors. */
    Map<String, Value> byName() {
        Map<String, Value> byName = new LinkedHashMap<>();
        map((name, vector) -> {
            byName.put(name, vector);
            return vector;
        });
        return byName;
    }

    /** Each vector through a function of its state tensor's name and of itself. */
    OptimizerVectors map(BiFunction<String, Value, Value> f) {
        Map<String, Vectors> m = new LinkedHashMap<>();
        Vectors p = parameters.map(StateTensors.PARAMETERS, f);
        moments.forEach((name, vectors) -> m.put(name, vectors.map(name, f)));
        return new OptimizerVectors(p, m);
    }
}
