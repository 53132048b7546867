package org.nn4j.runtime.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.error.Place;

/**
 * What a model is.
 *
 * @param name the name of the model
 * @param doc what the program says about it
 * @param inputs what it takes
 * @param outputs what it gives
 * @param parameters the number of trained numbers
 * @param weights how its weights file is laid out
 * @param fitPasses how often the training rows are read before training, for fitted statistics
 */
public record ModelSpec(
        String name,
        String doc,
        List<Port> inputs,
        List<Port> outputs,
        long parameters,
        Weights weights,
        int fitPasses) {

    /**
     * The layout of {@code model.safetensors}.
     *
     * @param header the size of the header in bytes, its length included
     * @param order the state tensors whose bytes, one after the other, are the data
     * @param tensors the named tensors in the data
     */
    public record Weights(int header, List<String> order, List<Entry> tensors) {

        /** The size of the data in bytes, what was learned not included. */
        public long dataBytes() {
            return tensors.stream().mapToLong(Entry::end).max().orElse(0);
        }
    }

    /**
     * A tensor of a safetensors file.
     *
     * @param name its name
     * @param dtype its element type
     * @param shape its dims
     * @param begin its first byte, from the start of the data
     * @param end the byte behind its last
     */
    public record Entry(String name, DType dtype, List<Long> shape, long begin, long end) {

        private static Entry read(Json json) {
            return new Entry(
                    json.string("name"),
                    Port.readType(json),
                    json.integers("shape"),
                    json.integer("begin"),
                    json.integer("end"));
        }
    }

    /** The symbol that is the batch: the first dim of every input and of every output; empty if there is none. */
    public Optional<String> batch() {
        List<String> firsts = Stream.concat(inputs.stream(), outputs.stream())
                .map(port -> port.isBatched() ? port.shape().get(0).name() : "")
                .distinct()
                .toList();
        return firsts.size() == 1 && !firsts.get(0).isEmpty() ? Optional.of(firsts.get(0)) : Optional.empty();
    }

    /** Reads the metadata {@code nn4j.model} of the file at {@code place}. */
    public static ModelSpec parse(Place place, String text) {
        Json json = Json.parse(place, "nn4j.model", text);
        Json weights = json.object("weights");
        return new ModelSpec(
                json.string("name"),
                json.has("doc") ? json.string("doc") : "",
                json.objects("inputs", Port::read),
                json.objects("outputs", Port::read),
                json.integer("parameters"),
                new Weights(
                        Math.toIntExact(weights.integer("header")),
                        weights.strings("order"),
                        weights.objects("tensors", Entry::read)),
                json.has("fit_passes") ? Math.toIntExact(json.integer("fit_passes")) : 0);
    }
}
