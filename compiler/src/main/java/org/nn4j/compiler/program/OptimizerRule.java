package org.nn4j.compiler.program;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;

/** An optimizer, with gradient clipping before it, as a maker of nodes. */
public interface OptimizerRule {

    /** Some parameters that are updated together. */
    record Unit(List<Program.Tensor> members, Value p, Value g, Map<String, Value> moments) {}

    /** The new values of a {@link Unit}. */
    record Updated(Value p, Map<String, Value> moments) {}

    /** What an update may depend on beside the parameters, all scalars. */
    record Clock(Value step, Value totalSteps, Value lrScale) {}

    /** Names of what it keeps beside the parameters, {@code adam.m}. */
    List<String> moments();

    /**
     * Whether a unit must be one parameter in its own shape. Otherwise a unit may be a flat vector of several: the rule
     * works place by place, and reduces only to sums over all parameters.
     */
    boolean needsTensors();

    /** A moment's shape for a parameter of this shape; null where such a parameter has none. */
    default @Nullable Shape momentShape(String moment, Shape parameter) {
        return parameter;
    }

    /** A moment before the first update, of a parameter of this shape. */
    Value initialMoment(GraphBuilder b, String moment, Shape shape);

    /** The learning rate at a step, f64, with the clock's factor; null where the optimizer has none. */
    @Nullable
    Value learningRate(GraphBuilder b, Clock clock);

    /** One update of all parameters; together, since clipping may sum over all of them. */
    List<Updated> update(GraphBuilder b, List<Unit> units, Clock clock);
}
