package org.nn4j.runtime.format;

/**
 * Folders of images of a recipe, one for each class.
 *
 * @param path the folder of those folders, or of {@code train} and {@code test} with those folders
 * @param split which images are kept from training; a folder {@code test} stands in the place of its test images
 * @param height what each image is resized to
 * @param width what each image is resized to
 * @param channels 1 for grey, 3 for red, green and blue
 * @param stretched whether an image of another form is stretched, rather than cropped around its centre
 * @param skipsUnreadable whether images that cannot be read are left out
 */
public record ImagesSpec(
        String path, SplitSpec split, int height, int width, int channels, boolean stretched, boolean skipsUnreadable)
        implements DataSpec {

    @Override
    public String kind() {
        return "images";
    }

    static ImagesSpec read(Json json) {
        return new ImagesSpec(
                json.string("path"),
                SplitSpec.read(json),
                Math.toIntExact(json.integer("height")),
                Math.toIntExact(json.integer("width")),
                Math.toIntExact(json.integer("channels")),
                json.has("fit")
                        && json.word("fit", word -> switch (word) {
                            case "stretch" -> true;
                            case "crop" -> false;
                            default -> null;
                        }),
                json.has("unreadable")
                        && json.word("unreadable", word -> switch (word) {
                            case "skip" -> true;
                            case "error" -> false;
                            default -> null;
                        }));
    }
}
