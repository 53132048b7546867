package org.nn4j.compiler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program's dims may be called what the files call theirs. */
final class NamesOfDimsTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"N", "K", "P", "R", "F", "N_"})
    void anyNameWillDo(String dim) throws Exception {
        Path file = Files.writeString(temp.resolve("net.nn"), """
                model Net {
                  input image: f32[B, 1, 28, DIM]
                  output y = image |> Conv2d(2, 3) |> AdaptiveAvgPool2d(1) |> flatten |> Dense(10)
                }
                train Net {
                  data      idx("digits", validation = 0.1)
                  feed      image = pixels(scale = 1 / 255)
                  target    t: i64[B] = labels()
                  loss      cross_entropy(y, t)
                  metric    confusion = ConfusionMatrix()(y, t)
                  optimizer Adam()
                  run       (epochs = 1)
                }
                """.replace("DIM", dim));
        assertTrue(NnCompiler.compile(file, NnCompiler.Options.DEFAULT).files().containsKey("train.onnx"));
    }
}
