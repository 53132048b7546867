package org.nn4j.runtime;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;

/** What a model has predicted: its outputs, one row for each row of the inputs. */
public final class Predictions {

    private final ModelSpec spec;
    private final @Nullable Recipe recipe;
    private final @Nullable Learned learned;
    private final Map<String, Tensor> outputs;
    private final List<String> rowNames;

    Predictions(
            ModelSpec spec,
            @Nullable Recipe recipe,
            @Nullable Learned learned,
            Map<String, Tensor> outputs,
            List<String> rowNames) {
        this.spec = spec;
        this.recipe = recipe;
        this.learned = learned;
        this.outputs = Collections.unmodifiableMap(outputs);
        this.rowNames = rowNames;
    }

    private List<PredictedOutput> predicted() {
        return spec.outputs().stream()
                .map(port -> PredictedOutput.of(port, output(port.name()), recipe, learned))
                .toList();
    }

    /** The outputs by name. */
    public Map<String, Tensor> outputs() {
        return outputs;
    }

    /**
     * One output.
     *
     * @throws UserException if the model has none of that name
     */
    public Tensor output(String name) {
        Tensor tensor = outputs.get(name);
        if (tensor == null) {
            throw new UserException(
                    Place.NOWHERE,
                    "the model has no output " + Quote.text(name) + ", only " + Quote.names(outputs.keySet()),
                    "Ask for one of these." + Quote.didYouMean(name, outputs.keySet()));
        }
        return tensor;
    }

    /** The predictions for the rows from {@code from} up to {@code to}, on the same memory. */
    public Predictions rows(int from, int to) {
        var part = new LinkedHashMap<String, Tensor>();
        outputs.forEach((name, tensor) -> part.put(name, tensor.rows(from, to)));
        return new Predictions(spec, recipe, learned, part, rowNames.isEmpty() ? rowNames : rowNames.subList(from, to));
    }

    /**
     * The name of the predicted class of each row, for an output that predicts a category: the likeliest one, or, for
     * a single probability, the second of two from 0.5 on. Empty where an output predicts no category, or its names
     * are not known.
     *
     * @throws UserException if the model has no output of that name
     */
    public Optional<List<String>> classes(String output) {
        Tensor tensor = output(output);
        return predicted().stream()
                .filter(candidate -> candidate.port().name().equals(output) && candidate.namesClasses())
                .findFirst()
                .map(found -> IntStream.range(0, tensor.rows())
                        .mapToObj(found::className)
                        .toList());
    }

    /**
     * Writes them as CSV, in UTF-8 with a line of names first, with the delimiter and decimal point that the recipe
     * has for its data. Where rows come from a file each, its name comes first, as {@code file}. An output that predicts a category gives the class, under the name of the column that the
     * category came from, and its probabilities; one that predicts a number gives the number, under the name of its
     * column; any other output gives its values, under its own name.
     *
     * @throws IOException if the writer throws it
     */
    public void writeCsv(Writer to) throws IOException {
        writeCsv(to, true);
        to.flush();
    }

    /** Writes them as CSV, the line of names only where it is asked for. */
    void writeCsv(Writer to, boolean header) throws IOException {
        new PredictionTable(rowNames, predicted(), recipe).write(to, header);
    }

    /**
     * As {@link #writeCsv(Writer)}, into a file, which is replaced whole or not at all.
     *
     * @throws UserException if it cannot be written
     */
    public void writeCsv(Path file) {
        WrittenFile.write(file, this::writeCsv);
    }
}
