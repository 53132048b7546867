package org.nn4j.runtime.format;

import java.util.List;
import org.nn4j.runtime.data.DType;

/**
 * A tensor that is filled from data: an input of the model, or a target.
 *
 * @param name its name
 * @param dtype the type of its elements
 * @param shape its dims, the batch first
 * @param source where its values come from
 */
public record Feed(String name, DType dtype, List<Dim> shape, Source source) {

    static Feed read(Json json) {
        return new Feed(
                json.string("name"), Port.readType(json), json.dims("shape"), Source.read(json.object("source")));
    }

    /**
     * The dims of a row as it is stored. Of a series that is one row of it, without the axis along which windows go.
     */
    public List<Dim> row() {
        boolean windows = source instanceof Source.OfSeries && shape.size() > 1;
        return shape.subList(Math.min(windows ? 2 : 1, shape.size()), shape.size());
    }

    /** The number of values in a row as it is stored; -1 when a symbol leaves it open. */
    public long width() {
        long width = 1;
        for (Dim dim : row()) {
            if (dim.isSymbol()) {
                return -1;
            }
            width *= dim.size();
        }
        return width;
    }

    /** As the language writes it: {@code x: f32[B, 30]}. */
    @Override
    public String toString() {
        return name + ": " + dtype + shape;
    }
}
