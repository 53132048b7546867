package org.nn4j.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A tree of programs, and where what is made of them goes. The folder of a program is its package.
 *
 * @param sources the folder of the programs, {@code src/main/nn}; it need not exist
 * @param resources the folder {@code META-INF/nn} of the classes: programs, for others to import, and model folders
 * @param classes the folder of generated Java sources
 * @param state where the build keeps what it knows of the last one
 */
public record ProgramTree(Path sources, Path resources, Path classes, Path state) {

    /** The programs, relative to {@link #sources}, with slashes. */
    List<String> programs() throws IOException {
        return Files.isDirectory(sources)
                ? Programs.of(sources).stream()
                        .map(file -> slashes(sources.relativize(file)))
                        .toList()
                : List.of();
    }

    /** The file of a program. */
    Path file(String program) {
        return sources.resolve(program);
    }

    Path ledger() {
        return state.resolve("ledger.json");
    }

    static String slashes(Path relative) {
        return relative.toString().replace('\\', '/');
    }
}
