package org.nn4j.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs as files; a folder stands for all of those in it. */
public final class Programs {

    private Programs() {}

    /** The program itself, or those in a folder and the folders in it, in order. */
    public static List<Path> of(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(f -> f.toString().endsWith(".nn") && Files.isRegularFile(f))
                    .sorted()
                    .toList();
        }
    }
}
