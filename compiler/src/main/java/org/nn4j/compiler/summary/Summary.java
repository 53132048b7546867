package org.nn4j.compiler.summary;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.assemble.ModelFiles;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/**
 * What a model consists of and what it costs.
 *
 * @param model all of it, with what it is made of below
 * @param notTrained elements of states and of statistics fitted to the data
 * @param sizes what the symbols of the inputs stand for, as it was given or as the recipe's data tells
 * @param batch the rows at which memory is counted
 * @param unknown symbols whose sizes would have to be given; where there are any, memory is not known
 */
public record Summary(
        String name,
        List<Program.Interface> inputs,
        List<Program.Output> outputs,
        Row model,
        long notTrained,
        Map<String, Long> sizes,
        long batch,
        Set<String> unknown,
        @Nullable Training training,
        @Nullable Inference inference) {

    /**
     * A layer where it is applied.
     *
     * @param name as in the paths of its parameters, without those of the layers around it
     * @param kind the name of its declaration
     * @param library whether it comes with the compiler
     * @param parameters elements that are trained, of the layers inside it too; what is used again counts once
     * @param multiplyAdds of one row in the model as it is served, of the layers inside it too
     * @param inner the layers inside it, and where they do not make up all of it, what else it is
     */
    public record Row(
            String name,
            String kind,
            boolean library,
            List<TensorType> outputs,
            long parameters,
            Dim multiplyAdds,
            List<Row> inner) {

        public Row {
            outputs = List.copyOf(outputs);
            inner = List.copyOf(inner);
        }
    }

    /**
     * Bytes while it is trained.
     *
     * @param moments those that the optimizer keeps beside the parameters
     * @param activations what the backward pass reads of the forward pass
     * @param total the most that the tensors of a step take, with what it was given and what it gives, and the state
     *     that the training began with, whose memory no other graph takes over
     */
    public record Training(
            long weights, long gradients, List<String> moments, long momentBytes, long activations, long total) {}

    /** Bytes while it serves; {@code activations} are the most that the tensors of its rows take at a time. */
    public record Inference(long weights, long activations) {
        public long total() {
            return weights + activations;
        }
    }

    private static final int F32 = 4;

    /**
     * @param sizes of symbols of the inputs, over what the recipe's data tells
     * @param batch rows at which memory is counted
     */
    public static Summary of(Program program, Map<String, Long> sizes, long batch) {
        Bindings bindings = Bindings.of(program, sizes);
        Row model = new Rows(program, bindings.withRows(1)).model();
        Memory memory = new Memory(bindings.withRows(batch));
        Graph served = ModelFiles.served(program);
        Recipe recipe = program.recipe();
        Graph gradients = recipe == null ? null : ModelFiles.gradients(program, recipe);
        Set<String> unknown = new TreeSet<>(memory.unknown(served));
        if (gradients != null) {
            unknown.addAll(memory.unknown(gradients));
        }
        long rest = notTrained(program);
        Training training = null;
        Inference inference = null;
        if (unknown.isEmpty()) {
            inference = new Inference(F32 * (model.parameters() + rest), memory.peak(served));
            if (recipe != null && gradients != null) {
                List<String> moments = recipe.optimizer().moments();
                long weights = F32 * (model.parameters() + rest);
                long momentBytes = F32 * kept(program, recipe.optimizer());
                training = new Training(
                        weights,
                        F32 * model.parameters(),
                        moments,
                        momentBytes,
                        memory.keptForBackward(gradients),
                        weights + momentBytes + memory.peakOfTraining(ModelFiles.trained(program, recipe)));
            }
        }
        return new Summary(
                program.name(),
                program.inputs(),
                program.outputs(),
                model,
                rest,
                bindings.of(program),
                batch,
                unknown,
                training,
                inference);
    }

    /** How many numbers the optimizer keeps beside the parameters. */
    private static long kept(Program program, OptimizerRule rule) {
        return rule.moments().stream()
                .flatMap(m -> program.parameters().stream()
                        .map(p -> rule.momentShape(m, p.type().shape())))
                .filter(Objects::nonNull)
                .mapToLong(shape -> shape.elements().value())
                .sum();
    }

    private static long notTrained(Program program) {
        long states = program.states().stream()
                .mapToLong(t -> t.type().shape().elements().value())
                .sum();
        return states
                + program.fitted().stream()
                        .mapToLong(f -> f.type().shape().elements().value())
                        .sum();
    }
}
