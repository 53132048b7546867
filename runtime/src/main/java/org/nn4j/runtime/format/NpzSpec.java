package org.nn4j.runtime.format;

/**
 * IDX files of a recipe.
 *
 * @param path their folder, or what their names begin with
 * @param split which rows are kept from training; a test set of its own files stands in the place of its test rows
 */
public record NpzSpec(String path, SplitSpec split) implements DataSpec {

    @Override
    public String kind() {
        return "npz";
    }

    static NpzSpec read(Json json) {
        return new NpzSpec(json.string("path"), SplitSpec.read(json));
    }
}
