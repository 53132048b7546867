package org.nn4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs on the command line, where a folder stands for all of those in it. */
final class Programs {

    private Programs() {}

    static List<Path> of(Path path) throws IOException {
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
