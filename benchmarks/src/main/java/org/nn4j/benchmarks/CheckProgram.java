package org.nn4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Parsing and checking a file of 2,000 lines: layers, losses, metrics, models and recipes, all elaborated. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@State(Scope.Benchmark)
public class CheckProgram {

    private static final int LINES = 2_000;

    private static final String PART = """
            /// A block with a shortcut.
            layer Block%1$d(units: int, rate: float = 0.1, act: fn = relu)(x: f32[...S, In]) -> f32[...S, units] {
              require units > 0, "a block needs units"
              param w: f32[In, units] = glorot_uniform
              param b: f32[units]     = zeros
              let y = act(x @ w + b) |> Dropout(rate)
              return y |> LayerNorm() |> Dense(units)
            }

            /// A loss of numbers.
            fn loss%1$d(p: f32[B], y: f32[B], delta: float = 1.0) -> f32[B] {
              let near = min(abs(p - y), delta)
              return near * (abs(p - y) - 0.5 * near)
            }

            metric Within%1$d(share: float = 0.1)(p: f32[B], y: f32[B]) {
              return ratio(total(abs(p - y) <= share * abs(y)), total(count(B)))
            }

            model Net%1$d(width: int = 32) {
              input x: f32[B, 12]
              let h = x |> Standardize() |> Block%1$d(width) |> Block%1$d(width, rate = 0.2) |> Dense(16, gelu)
              output y: f32[B] = h |> Dense(1) |> squeeze(-1)
            }

            train Net%1$d {
              data      csv("rows.csv", validation = 0.1)
              feed      x = columns(except = "t")
              target    t: f32[B] = column("t")
              loss      loss%1$d(y, t) + 1e-4 * l2(params("**.w"))
              metric    within = Within%1$d()(y, t)
              metric    rmse = RMSE()(y, t)
              optimizer AdamW(lr = warmup(100, cosine(1e-3)))
              clip      global_norm(1.0)
              stop      plateau(val.loss, patience = 5)
              run       (epochs = 10, batch = 32)
            }

            """;

    private Path file = Path.of("");

    @Setup
    public void write() throws IOException {
        StringBuilder program = new StringBuilder();
        for (int i = 1; program.chars().filter(c -> c == '\n').count() < LINES; i++) {
            program.append(PART.formatted(i));
        }
        file = Files.writeString(Files.createTempFile("large", ".nn"), program);
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public List<Diagnostic> check() throws IOException {
        return NnCompiler.check(file);
    }
}
