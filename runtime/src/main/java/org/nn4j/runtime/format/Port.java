package org.nn4j.runtime.format;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;

/**
 * An input or output of a model.
 *
 * @param name its name
 * @param dtype the type of its elements
 * @param shape its dims, outermost first; the first is the batch where it is a symbol
 * @param doc what the program says about it
 * @param predicts the target that an output predicts; null where it predicts none
 */
public record Port(
        String name,
        DType dtype,
        List<Dim> shape,
        String doc,
        @Nullable String predicts) {

    static Port read(Json json) {
        return new Port(
                json.string("name"),
                readType(json),
                json.dims("shape"),
                json.has("doc") ? json.string("doc") : "",
                json.optionalString("predicts"));
    }

    static DType readType(Json json) {
        return json.word("dtype", name -> {
            for (DType dtype : DType.values()) {
                if (dtype.name().equals(name.toUpperCase(Locale.ROOT))) {
                    return dtype;
                }
            }
            return null;
        });
    }

    /** Whether the first dim is the batch. */
    public boolean isBatched() {
        return !shape.isEmpty() && shape.get(0).isSymbol();
    }

    /** As the language writes it: {@code x: f32[B, 30]}. */
    @Override
    public String toString() {
        return name + ": " + dtype + shape;
    }
}
