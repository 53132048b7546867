package org.nn4j.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;

/** Modules in jars, in folders and on a class path. */
class LibrariesTest {
    private static final Map<String, String> LIBRARY = Map.of(
            "acme/layers.nn", """
            import acme.base.{Scale}
            /// Scaled twice.
            layer Twice()(x: f32[B, C]) -> f32[B, C] { return x |> Scale() |> Scale() }
            """,
            "acme/base.nn", """
            layer Scale()(x: f32[B, C]) -> f32[B, C] {
              param s: f32[C] = 2 * ones(C)
              return x * s
            }
            """);

    @TempDir
    private Path folder;

    private Path program;

    @BeforeEach
    void program() throws IOException {
        program = Files.writeString(folder.resolve("net.nn"), """
                import acme.layers.{Twice}
                model Net {
                  input x: f32[B, 3]
                  output y: f32[B, 3] = x |> Twice()
                }
                """);
    }

    private Path jar(Map<String, String> modules) throws IOException {
        Path jar = folder.resolve("acme.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> m : modules.entrySet()) {
                out.putNextEntry(new ZipEntry(Libraries.FOLDER + m.getKey()));
                out.write(m.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static Path write(Path root) throws IOException {
        for (Map.Entry<String, String> m : LIBRARY.entrySet()) {
            Path file = root.resolve(m.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, m.getValue());
        }
        return root;
    }

    private CompiledModel compile(Libraries libraries) throws IOException {
        return NnCompiler.compile(program, new NnCompiler.Options(null, null, Map.of(), libraries));
    }

    @Test
    void modulesAreFoundInAJar() throws IOException {
        assertEquals("Net", compile(Libraries.of(List.of(jar(LIBRARY)))).name());
    }

    @Test
    void modulesAreFoundInAFolder() throws IOException {
        assertEquals(
                "Net",
                compile(Libraries.of(List.of(write(folder.resolve("library"))))).name());
        Path classes = folder.resolve("classes");
        write(classes.resolve(Libraries.FOLDER));
        assertEquals("Net", compile(Libraries.of(List.of(classes))).name());
    }

    @Test
    void modulesAreFoundOnTheClassPath() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar(LIBRARY).toUri().toURL()}, before)) {
            assertEquals("Net", compile(Libraries.of(loader)).name());
            thread.setContextClassLoader(loader);
            assertEquals(List.of(), NnCompiler.check(program));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aFileBesideTheProgramComesFirst() throws IOException {
        Path jar = jar(LIBRARY);
        write(folder);
        Files.writeString(folder.resolve("acme/layers.nn"), "layer Twice()(x: f32[B]) -> f32[B] { return x }");
        String report = report(Libraries.of(List.of(jar)));
        assertTrue(report.contains("`x` of `Twice` needs 1 axis"), report);
    }

    @Test
    void whatIsWrongInALibraryIsReportedWithItsJar() throws IOException {
        Path jar = jar(Map.of("acme/layers.nn", """
                layer Twice()(x: f32[B, C]) -> f32[B, C] { return x }
                fn unused(x: f32[B, C], y: f32[B, D]) = x + y
                """));
        String report = report(Libraries.of(List.of(jar)));
        assertTrue(report.contains("acme.jar!/acme/layers.nn:2:"), report);
        assertTrue(report.contains("sizes differ in `+`: C and D"), report);
    }

    @Test
    void whatNoLibraryHasIsReported() throws IOException {
        String report = report(Libraries.of(List.of(folder)));
        assertTrue(report.contains("there is no module `acme.layers`"), report);
        assertThrows(IOException.class, () -> Libraries.of(List.of(folder.resolve("no.jar"))));
    }

    private String report(Libraries libraries) {
        CompileException e = assertThrows(CompileException.class, () -> NnCompiler.check(program, libraries));
        return DiagnosticPrinter.plain().print(e.diagnostics(), 0);
    }
}
