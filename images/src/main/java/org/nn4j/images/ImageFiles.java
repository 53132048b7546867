package org.nn4j.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.storage.Disk;

/** Finds images and folders of them, by name and in the order of their names. What is no image is not looked at. */
final class ImageFiles {

    /** By code point. */
    private static final Comparator<String> BY_NAME =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private static final Set<String> ENDINGS = Arrays.stream(ImageIO.getReaderFileSuffixes())
            .filter(ending -> !ending.isEmpty())
            .map(ending -> "." + ending.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private ImageFiles() {}

    /** The name of a file or folder, without where it is. */
    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** The images in a folder. */
    static List<Path> images(Path folder) {
        return list(folder, path -> Files.isRegularFile(path) && isImage(name(path)));
    }

    private static boolean isImage(String name) {
        return !name.startsWith(".")
                && name.contains(".")
                && ENDINGS.contains(name.substring(name.lastIndexOf('.')).toLowerCase(Locale.ROOT));
    }

    /** The folders in a folder. */
    static List<Path> folders(Path folder) {
        return list(folder, path -> Files.isDirectory(path) && !name(path).startsWith("."));
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        if (!Files.isDirectory(folder)) {
            throw new UserException(
                    Place.of(folder),
                    Files.exists(folder) ? "is a file, not a folder" : "there is no such folder",
                    "Paths in a program are relative to the program's folder: " + folder.toAbsolutePath() + ".");
        }
        try (var found = Files.list(folder)) {
            return found.filter(wanted)
                    .sorted(Comparator.comparing(ImageFiles::name, BY_NAME))
                    .toList();
        } catch (IOException e) {
            throw Disk.refused(folder, "read", "Check the folder and its rights.", e);
        }
    }
}
