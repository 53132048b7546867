package org.nn4j.compiler.assemble;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.nn4j.compiler.autodiff.Differentiate;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.Recipe;

/** The forward half of a training step on one batch, from which gradients can be taken. */
final class TrainingBatch {

    private final GraphBuilder b;
    private final ParameterLayout layout;
    private final List<Value> parameters;
    private final Map<String, Value> results;
    private final Loss loss;

    /** @param vectors the parameters */
    TrainingBatch(GraphBuilder b, Recipe recipe, ParameterLayout layout, List<Value> vectors, BatchScope scope) {
        this.b = b;
        this.layout = layout;
        this.parameters = layout.unpack(b, vectors);
        scope.bind("param.", layout.byPath(parameters));
        this.results = scope.inline(recipe.training());
        this.loss = Loss.of(b, Objects.requireNonNull(results.get("loss")), scope.weights());
    }

    Loss loss() {
        return loss;
    }

    /** What the batch adds to each total. */
    List<Value> totals() {
        return Totals.parts(loss, results);
    }

    /** New values of the layers' states that change in training, by the names of the state tensors. */
    Map<String, Value> states() {
        return results.entrySet().stream()
                .filter(e -> e.getKey().startsWith(StateTensors.STATE))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (x, y) -> x, java.util.LinkedHashMap::new));
    }

    /** Names of the states that {@link #states} will have. */
    static List<String> updatedStates(Recipe recipe) {
        return recipe.training().outputs().stream()
                .map(p -> p.name())
                .filter(n -> n.startsWith(StateTensors.STATE))
                .toList();
    }

    /** Gradients of the parameters, as vectors. */
    List<Value> gradients(Value seed) {
        return layout.pack(b, Differentiate.gradients(b, loss.loss(), seed, parameters));
    }
}
