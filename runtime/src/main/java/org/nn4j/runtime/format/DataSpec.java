package org.nn4j.runtime.format;

/** The data of a recipe: where it is and how it is read. Each kind of data has its own. */
public sealed interface DataSpec permits CsvSpec, IdxSpec, ImagesSpec, NpzSpec, TextSpec {

    /** The kind of data, as the language calls it: {@code csv}. */
    String kind();

    /** Where it is, relative to the program's file. */
    String path();

    /** Which rows are kept from training. */
    SplitSpec split();

    /** Reads a description. */
    static DataSpec read(Json json) {
        return switch (json.string("kind")) {
            case "csv" -> CsvSpec.read(json);
            case "text" -> TextSpec.read(json);
            case "idx" -> IdxSpec.read(json);
            case "npz" -> NpzSpec.read(json);
            case "images" -> ImagesSpec.read(json);
            default -> throw json.wrong("kind", "a kind of data that this version of nn4j reads");
        };
    }
}
