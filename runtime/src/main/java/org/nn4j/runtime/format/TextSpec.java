package org.nn4j.runtime.format;

/**
 * The text of a recipe and how it is read.
 *
 * @param path the file, relative to the program's
 * @param split which parts of it are kept from training
 * @param context the number of characters in a window
 */
public record TextSpec(String path, SplitSpec split, int context) implements DataSpec {

    static TextSpec read(Json json) {
        return new TextSpec(json.string("path"), SplitSpec.read(json), Math.toIntExact(json.integer("context")));
    }

    @Override
    public String kind() {
        return "text";
    }
}
