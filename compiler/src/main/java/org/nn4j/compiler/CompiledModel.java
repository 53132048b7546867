package org.nn4j.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Diagnostic;

/**
 * A compiled model: the files of its folder, without weights.
 *
 * @param files names and contents, as the description of the model folder says
 * @param warnings what is doubtful in the source
 */
public record CompiledModel(String name, Map<String, byte[]> files, List<Diagnostic> warnings) {

    public CompiledModel {
        files = Map.copyOf(files);
        warnings = List.copyOf(warnings);
    }

    /** Writes the files into a folder, which is made where it is missing. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> f : files.entrySet()) {
            Files.write(folder.resolve(f.getKey()), f.getValue());
        }
    }
}
