package org.nn4j.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.SourceFile;

/** The modules that a program imports: files in its folder, then those of libraries. Each is read once. */
final class Modules {

    private final Path folder;
    private final Libraries libraries;
    private final Map<String, SourceFile> found = new LinkedHashMap<>();

    Modules(Path folder, Libraries libraries) {
        this.folder = folder;
        this.libraries = libraries;
    }

    /** Those of a program in a file. */
    static Modules beside(Path program, Libraries libraries) {
        Path parent = program.toAbsolutePath().getParent();
        return new Modules(parent == null ? Path.of("") : parent, libraries);
    }

    /** The text of a module; null if there is none. */
    @Nullable
    SourceFile find(String name) {
        return found.computeIfAbsent(name, this::read);
    }

    private @Nullable SourceFile read(String name) {
        String relative = name.replace('.', '/') + ".nn";
        Path file = folder.resolve(relative);
        try {
            return Files.isRegularFile(file) ? SourceReader.read(file, relative) : libraries.find(name);
        } catch (IOException e) {
            return null;
        }
    }

    /** The texts of those that were found, by name. */
    Map<String, String> found() {
        Map<String, String> texts = new LinkedHashMap<>();
        found.forEach((name, file) -> texts.put(name, file.text()));
        return texts;
    }
}
