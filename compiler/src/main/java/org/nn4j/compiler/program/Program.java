package org.nn4j.compiler.program;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;

/**
 * A model, and perhaps how to train it.
 *
 * <p>Graphs name their inputs by role: {@code data.<input or target>} of shape {@code [B, …]}, {@code param.<path>},
 * {@code state.<path>}, {@code fitted.<path>}, and the i64 scalars {@code seed}, {@code step} (1 at the first update)
 * and {@code position} (the batch's first row's place within the whole batch; 0 unless a batch is cut in parts). A graph
 * may lack an input that it does not read.
 *
 * @param layers those that the model applies, in the order in which it first does
 * @param parameters in the order of the source
 * @param initial from {@code seed} to {@code param.<path>} and {@code state.<path>}
 * @param inference the model as it is served: outputs {@code output.<name>}, in the units of the data
 */
public record Program(
        String name,
        String doc,
        List<Interface> inputs,
        List<Output> outputs,
        List<Layer> layers,
        List<Tensor> parameters,
        List<Tensor> states,
        List<Fitted> fitted,
        Graph initial,
        Graph inference,
        @Nullable Recipe recipe) {

    /** The symbol of the dim that counts rows. */
    public static final String BATCH = "B";

    /** An input of the model; dims as declared, {@code B} for the batch. */
    public record Interface(String name, TensorType type, String doc) {}

    /** An output; {@code predicts} names the target that it is a prediction of, if there is one. */
    public record Output(
            String name,
            TensorType type,
            String doc,
            @Nullable String predicts) {}

    /**
     * A layer at a place of the model.
     *
     * @param path the layers around it and itself, outermost first, as in the origin of a node
     * @param kind the name of its declaration
     * @param library whether that comes with the compiler
     * @param outputs what it gives, where it was first applied
     */
    public record Layer(List<String> path, String kind, boolean library, List<TensorType> outputs) {}

    /** A parameter or a state of a layer: its path, {@code block.0.dense.w}, and its type, of known shape. */
    public record Tensor(String path, TensorType type) {}

    /** A statistic over the training data: {@code pass} is 1, or one more than that of the statistics it depends on. */
    public record Fitted(String path, TensorType type, int pass) {}

    public int fitPasses() {
        return fitted.stream().mapToInt(Fitted::pass).max().orElse(0);
    }
}
