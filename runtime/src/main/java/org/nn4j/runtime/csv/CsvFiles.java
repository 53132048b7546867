package org.nn4j.runtime.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.storage.Disk;

/**
 * The files of a recipe: those that are split as it says and, where they are named, those of the validation and test
 * splits.
 */
record CsvFiles(List<Path> rows, List<Path> validation, List<Path> test) {

    /** As the recipe names them, relative to a folder. */
    static CsvFiles of(Path base, CsvSpec spec) {
        return new CsvFiles(
                named(base, spec.paths()), named(base, spec.validationPaths()), named(base, spec.testPaths()));
    }

    /** What a path names, instead of all that the recipe does. */
    static CsvFiles of(Path path) {
        return new CsvFiles(matching(path), List.of(), List.of());
    }

    /** All of them, one after the other. */
    List<Path> all() {
        var all = new ArrayList<>(rows);
        all.addAll(validation);
        all.addAll(test);
        return all;
    }

    private static List<Path> named(Path base, List<String> paths) {
        return paths.stream()
                .flatMap(path -> matching(base.resolve(path)).stream())
                .toList();
    }

    /**
     * The file, or where its name has {@code *} or {@code ?} and there is no such file, all that it matches, by name.
     */
    static List<Path> matching(Path path) {
        Path folder = path.getParent();
        String name = String.valueOf(path.getFileName());
        if ((name.indexOf('*') < 0 && name.indexOf('?') < 0) || Files.exists(path)) {
            return List.of(path);
        }
        Path searched = folder == null ? Path.of("") : folder;
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(searched, name)) {
            files.forEach(file ->
                    found.add(folder == null ? Path.of(file.getFileName().toString()) : file));
        } catch (IOException e) {
            throw Disk.refused(searched, "read", "Check the folder and its rights.", e);
        }
        if (found.isEmpty()) {
            throw new UserException(
                    Place.of(path),
                    "no file matches",
                    "* stands for any characters of a file's name, ? for one; paths in a program are relative to the"
                            + " program's folder.");
        }
        found.sort(null);
        return found;
    }
}
