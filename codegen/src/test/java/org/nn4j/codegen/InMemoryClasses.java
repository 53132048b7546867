package org.nn4j.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources with the JDK's compiler, all warnings on, and loads the classes. */
final class InMemoryClasses {

    private InMemoryClasses() {}

    /**
     * Compiles sources into a folder.
     *
     * @param sources by path
     */
    static void compile(Map<String, String> sources, Path folder) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> units = manager.getJavaFileObjectsFromPaths(files);
            List<String> options = List.of(
                    "-d",
                    folder.toString(),
                    "-proc:none",
                    "-Xlint:all,-classfile",
                    "-Xdoclint:all,-missing",
                    "-Werror",
                    "-classpath",
                    System.getProperty("java.class.path"));
            javac.getTask(said, manager, null, options, null, units).call();
        }
        assertEquals("", said.toString());
    }

    static URLClassLoader load(Path place) throws IOException {
        return new URLClassLoader(new URL[] {place.toUri().toURL()}, InMemoryClasses.class.getClassLoader());
    }
}
