package org.nn4j.compiler.elaborate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.source.SourceFile;

/** The library that comes with the compiler, written in the language. */
final class StandardLibrary {

    private static final List<String> MODULES = List.of(
            "initializers",
            "tensors",
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

    static List<SourceFile> files() {
        List<SourceFile> out = new ArrayList<>();
        for (String m : MODULES) {
            try (InputStream in = StandardLibrary.class.getResourceAsStream("/org/nn4j/compiler/std/" + m + ".nn")) {
                if (in == null) {
                    throw new IllegalStateException("the library lacks " + m);
                }
                out.add(new SourceFile("std/" + m + ".nn", new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return out;
    }

    /** Whether a file is of the library; a program has no module of such a name. */
    static boolean holds(SourceFile f) {
        return f.name().startsWith("std/");
    }

    static String moduleName(SourceFile f) {
        return f.name().replace(".nn", "").replace('/', '.');
    }
}
