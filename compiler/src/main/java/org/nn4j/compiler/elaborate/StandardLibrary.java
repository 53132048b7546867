package org.nn4j.compiler.elaborate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.Parser;
import org.nn4j.compiler.syntax.Unit;

/** The library that comes with the compiler, written in the language. */
final class StandardLibrary {

    private static final List<String> MODULES = List.of(
            "initializers",
            "tensors",
            "special",
            "signal",
            "activations",
            "layers",
            "convolution",
            "normalization",
            "pooling",
            "embedding",
            "recurrent",
            "attention",
            "augmentation",
            "blocks",
            "losses",
            "metrics",
            "optimizers",
            "schedules",
            "testing");

    private StandardLibrary() {}

    /** The files as syntax trees. Nothing changes them, so they are parsed once. */
    static List<Unit> units() {
        return Parsed.UNITS;
    }

    /** Whether one of its files declares the name. */
    static boolean declares(String name) {
        return Parsed.NAMES.contains(name);
    }

    static List<SourceFile> files() {
        return units().stream().map(Unit::file).toList();
    }

    private static final class Parsed {
        static final List<Unit> UNITS = MODULES.stream().map(Parsed::unit).toList();

        static final Set<String> NAMES = UNITS.stream()
                .flatMap(u -> u.decls().stream())
                .map(InOrderOfUse::name)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());

        private static Unit unit(String module) {
            Diagnostics diagnostics = new Diagnostics();
            Unit unit = Parser.parse(file(module), diagnostics);
            diagnostics.throwIfErrors();
            return unit;
        }

        private static SourceFile file(String module) {
            try (InputStream in =
                    StandardLibrary.class.getResourceAsStream("/org/nn4j/compiler/std/" + module + ".nn")) {
                if (in == null) {
                    throw new IllegalStateException("the library lacks " + module);
                }
                return new SourceFile("std/" + module + ".nn", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether a file is of the library; a program has no module of such a name. */
    static boolean holds(SourceFile f) {
        return f.name().startsWith("std/");
    }

    static String moduleName(SourceFile f) {
        return f.name().replace(".nn", "").replace('/', '.');
    }
}
