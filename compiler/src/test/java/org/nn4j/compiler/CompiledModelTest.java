package org.nn4j.compiler;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.onnx.OnnxChecker;

/** Whole model folders, of the samples that stand beside the compiler. */
class CompiledModelTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    @TempDir
    Path folder;

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(
                            f -> f.toString().endsWith(".nn") && !f.toString().contains("target"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreSamples() throws IOException {
        assertFalse(samples().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyFileOfACompiledSampleIsValidOnnx(Path sample) throws IOException {
        CompiledModel model = NnCompiler.compile(sample, NnCompiler.Options.DEFAULT);
        Path out = folder.resolve(Objects.requireNonNull(sample.getFileName()).toString());
        model.write(out);
        // Graphs point into the weights, which only a run of init.onnx makes.
        Path weights = out.resolve("model.safetensors");
        if (!Files.exists(weights)) {
            Files.write(weights, new byte[1 << 22]);
        }
        OnnxChecker.check(out);
    }
}
