package org.nn4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.nn4j.compiler.CompiledModel;

/** A temporary folder, for as long as a command works on what is in it. */
record WorkFolder(Path path) implements AutoCloseable {

    static WorkFolder empty() throws IOException {
        return new WorkFolder(Files.createTempDirectory("nn4j-"));
    }

    /** With a compiled model. */
    static WorkFolder of(CompiledModel model) throws IOException {
        WorkFolder work = empty();
        try {
            model.write(work.path);
            return work;
        } catch (IOException e) {
            work.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (var files = Files.walk(path)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path p : all) {
                Files.deleteIfExists(p);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the temporary folder " + path, e);
        }
    }
}
