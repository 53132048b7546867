package org.nn4j.images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;

/**
 * Images and the name of the class of each: that of its folder.
 *
 * @param files the images, class by class
 * @param classes the class of each
 */
record ImageSet(List<Path> files, List<String> classes) {

    /**
     * The images of a folder with a folder for each class.
     *
     * @throws UserException if there is no class, or one without images
     */
    static ImageSet of(Path folder) {
        List<Path> files = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (Path each : ImageFiles.folders(folder)) {
            List<Path> images = ImageFiles.images(each);
            if (images.isEmpty()) {
                throw new UserException(
                        Place.of(each),
                        "there are no images in the folder of this class",
                        "Put some there, or remove it.");
            }
            images.forEach(image -> {
                files.add(image);
                classes.add(ImageFiles.name(each));
            });
        }
        if (files.isEmpty()) {
            throw new UserException(
                    Place.of(folder), "there are no folders in it", "Give each class a folder with its images.");
        }
        return new ImageSet(List.copyOf(files), List.copyOf(classes));
    }

    /** The index of each image's class. */
    int[] indices(List<String> names) {
        int[] indices = new int[files.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = names.indexOf(classes.get(i));
            if (indices[i] < 0) {
                throw new UserException(
                        Place.of(files.get(i).resolveSibling("")),
                        "the class " + Quote.text(classes.get(i)) + " is none of the program's",
                        "They are " + Quote.names(names) + "." + Quote.didYouMean(classes.get(i), names));
            }
        }
        return indices;
    }

    /** The names of the classes, in order. */
    List<String> names() {
        return classes.stream().distinct().toList();
    }

    /** Those of the images that are told here. */
    ImageSet only(int[] rows) {
        List<Path> someFiles = new ArrayList<>();
        List<String> someClasses = new ArrayList<>();
        for (int row : rows) {
            someFiles.add(files.get(row));
            someClasses.add(classes.get(row));
        }
        return new ImageSet(someFiles, someClasses);
    }

    /** This one's images and then the other's. */
    ImageSet and(ImageSet other) {
        List<Path> allFiles = new ArrayList<>(files);
        List<String> allClasses = new ArrayList<>(classes);
        allFiles.addAll(other.files);
        allClasses.addAll(other.classes);
        return new ImageSet(allFiles, allClasses);
    }
}
