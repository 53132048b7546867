package org.nn4j.runtime.idx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.storage.Disk;

/**
 * Finds IDX files by the names that they usually have: {@code train-images-idx3-ubyte}, {@code
 * train-labels-idx1-ubyte}, and for the test {@code t10k-…} or {@code test-…}, each plain or with {@code .gz}, maybe with
 * something before it.
 */
final class IdxFiles {

    private static final String TRAIN = "train";
    private static final String TEST = "(?:t10k|test)";

    private final Path given;
    private final Path folder;
    private final String prefix;
    private final List<String> names;

    /** A folder, or what the names of files in a folder begin with. */
    IdxFiles(Path given) {
        this.given = given;
        boolean whole = Files.isDirectory(given);
        this.folder = whole
                ? given
                : Objects.requireNonNullElse(given.toAbsolutePath().getParent(), given);
        this.prefix =
                whole || given.getFileName() == null ? "" : given.getFileName().toString();
        this.names = list();
    }

    /**
     * Images and the classes of them.
     *
     * @param images the file of images
     * @param labels the file of their classes; null where it is not there
     */
    record Part(Path images, @Nullable Path labels) {

        /** The file of classes. */
        Path requireLabels() {
            if (labels == null) {
                throw new UserException(
                        Place.of(images), "there is no file of labels beside it", "Put it there, named alike.");
            }
            return labels;
        }
    }

    /** The training set and, where there is one, the test set. */
    List<Part> trainAndTest() {
        List<Part> parts = new ArrayList<>();
        Part train = part(TRAIN);
        if (train == null) {
            throw missing("train-images-idx3-ubyte");
        }
        parts.add(train);
        Part test = part(TEST);
        if (test != null) {
            parts.add(test);
        }
        return parts;
    }

    /** The set that is named by its file of images or by what its names begin with; or all sets of a folder. */
    List<Part> any() {
        if (Files.isRegularFile(given)) {
            String labels = prefix.replace("images", "labels").replaceFirst("idx[0-9]", "idx1");
            Path beside = folder.resolve(labels);
            boolean there = !labels.equals(prefix) && Files.isRegularFile(beside);
            return List.of(new Part(given, there ? beside : null));
        }
        Part named = part("");
        if (named != null) {
            return List.of(named);
        }
        List<Part> parts = new ArrayList<>();
        for (String set : List.of(TRAIN, TEST)) {
            Part part = part(set);
            if (part != null) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw missing("images-idx3-ubyte");
        }
        return parts;
    }

    private @Nullable Part part(String set) {
        Path images = find(set, "images");
        return images == null ? null : new Part(images, find(set, "labels"));
    }

    /** The plain file where there are both. */
    private @Nullable Path find(String set, String what) {
        String name = Pattern.quote(prefix) + "[-_.]?" + set + "[-_.]?" + what + "[-_.]idx[0-9][-_.]ubyte";
        for (String ending : List.of("", "\\.gz")) {
            Pattern pattern = Pattern.compile(name + ending);
            for (String candidate : names) {
                if (pattern.matcher(candidate).matches()) {
                    return folder.resolve(candidate);
                }
            }
        }
        return null;
    }

    private List<String> list() {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (NotDirectoryException | java.nio.file.NoSuchFileException e) {
            throw new UserException(
                    Place.of(given),
                    "there is no such folder",
                    "Paths in a program are relative to the program's folder: " + folder.toAbsolutePath() + ".",
                    e);
        } catch (IOException e) {
            throw Disk.refused(folder, "read", "Check the folder and its rights.", e);
        }
    }

    private UserException missing(String wanted) {
        return new UserException(
                Place.of(given),
                "there is no file " + Quote.text((Files.isDirectory(given) ? "" : prefix + "-") + wanted)
                        + ", plain or with .gz",
                names.isEmpty() ? "The folder is empty." : "The folder holds " + Quote.names(names) + ".");
    }
}
