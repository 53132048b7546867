package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;

/** What is done for each tensor of a model may be done for any number of them. */
final class ManyTensorsTest {

    @TempDir
    Path temp;

    /** 120 tensors, each updated by itself with 400 calls: more than one declaration may make. */
    @Test
    void callsOfAnOptimizerAreCountedForEachTensor() throws Exception {
        Path file = Files.writeString(temp.resolve("deep.nn"), """
                optimizer Slow(lr: float = 0.1)(p, g) {
                  let n = 1.0 |> repeat 400 { abs }
                  return p - lr * n * g / (1 + sqrt(sum(square(p))))
                }
                model Deep {
                  input x: f32[B, 2]
                  output y = x |> repeat 60 { Dense(2) } |> Dense(1) |> squeeze(-1)
                }
                train Deep {
                  data      csv("a.csv")
                  feed      x = columns()
                  target    t: f32[B]
                  loss      squared(y, t)
                  optimizer Slow()
                  run       (epochs = 1)
                }
                """);
        assertFalse(NnCompiler.compile(file, NnCompiler.Options.DEFAULT).files().isEmpty());
    }
}
