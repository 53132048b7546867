package org.nn4j.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.pass.Passes;
import org.nn4j.compiler.reference.NdArray;

/** What scans mean: their values by the reference evaluator, and the graphs they become. */
class ScanTest {
    private static final double TINY = 1e-12;

    /** A scan of x: f32[B, T], the rows (1, 2, 3) and (10, 20, 30); n: i64[B] is (2, 0). */
    private static NdArray rows(String scan, String output) {
        return Elaborated.of("model M { input x: f32[B, T] input n: i64[B] let r = " + scan + " output y = " + output
                        + " output n_ = n }")
                .set("data.x", new int[] {2, 3}, 1, 2, 3, 10, 20, 30)
                .set("data.n", NdArray.of(DType.I64, new int[] {2}, 2, 0))
                .output("y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "s = zeros(B)             ; next s = s + x_t yield y = s                ; r.y ; 1, 3, 6, 10, 30, 60",
                "s = zeros(B)             ; next s = s + x_t yield y = s                ; r.s ; 6, 60",
                "s = zeros(B)             ; yield y = s next s = s + x_t                ; r.y ; 0, 1, 3, 0, 10, 30",
                "s = zeros(B)             ; let before = s next s = x_t yield y = s - before ; r.y ; 1, 1, 1, 10, 10, 10",
                "s: f32[B] = 100          ; next s = s + x_t                            ; r.s ; 106, 160",
                "s: f32[B] = -1           ; next s = 7 yield y = s                      ; r.y ; 7, 7, 7, 7, 7, 7",
                "s = 0                    ; next s = s + sum(x_t) yield y = s           ; r.y ; 11, 33, 66",
                "s = zeros(B), p = ones(B); next (s, p) = (s + x_t, p * x_t)            ; r.s + r.p ; 12, 6060",
                "s = zeros(B), p = ones(B); next s = x_t next p = s + p                 ; r.p ; 7, 61",
                "s = zeros(B)             ; next s = x_t yield a = s, b = 2 * s yield c = x_t ; r.a + r.b + r.c ; 4, 8, 12, 40, 80, 120",
                "s = true                 ; next s = sum(x_t) > 20 and s                ; 1 * r.s ; 0",
                "s = zeros(B)             ; next s = x_t yield k = 5                    ; r.k ; 5, 5, 5",
            })
    void carriesAndYields(String carries, String body, String output, String expected) {
        assertArrayEquals(
                numbers(expected), rows(scan("", carries, body), output).elements(), TINY);
    }

    private static String scan(String how, String carries, String body) {
        return "scan x_t in x over T " + how + " carry " + carries + " { " + body + " }";
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(",", -1))
                .mapToDouble(s -> Double.parseDouble(s.strip()))
                .toArray();
    }

    /** Slices and yields stay at their own place; rows that have ended keep their carries and yield 0. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "reverse            ; r.y ; 6, 5, 3, 60, 50, 30",
                "reverse            ; r.s ; 6, 60",
                "reverse when B == B; r.s - r.y ; 0, 1, 3, 0, 10, 30",
                "reverse when B != B; r.y ; 1, 3, 6, 10, 30, 60",
                "lengths = n        ; r.y ; 1, 3, 0, 0, 0, 0",
                "lengths = n        ; r.s ; 3, 0",
                "lengths = n + 100  ; r.s ; 6, 60",
                "lengths = n - 100  ; r.s ; 0, 0",
                "lengths = T        ; r.s ; 6, 60",
                "reverse lengths = n; r.y ; 3, 2, 0, 0, 0, 0",
                "reverse lengths = n; r.s ; 3, 0",
            })
    void directionAndLengths(String how, String output, String expected) {
        boolean stacked = output.contains("- r.y");
        NdArray y = rows(
                scan(how, "s = zeros(B)", "next s = s + x_t yield y = s"),
                stacked ? "unsqueeze(r.s, 1) - r.y" : output);
        assertArrayEquals(numbers(expected), y.elements(), TINY);
    }

    @Test
    void lengthsOfMatricesAndOfSeveralRanks() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, T, D]
                  input n: i64[B]
                  let r = scan x_t in x over T lengths = n carry h: f32[B, D] = 1, s = zeros(B) {
                    next h = h * x_t
                    next s = s + sum(h, axis = 1)
                    yield same = h == h
                  }
                  output h = r.h
                  output s = r.s
                  output same = r.same
                }
                """);
        e.set("data.x", new int[] {2, 2, 2}, 2, 3, 5, 7, 2, 3, 5, 7);
        e.set("data.n", NdArray.of(DType.I64, new int[] {2}, 1, 2));
        assertArrayEquals(new double[] {2, 3, 10, 21}, e.output("h").elements());
        assertArrayEquals(new double[] {5, 36}, e.output("s").elements());
        assertArrayEquals(
                new double[] {1, 1, 0, 0, 1, 1, 1, 1}, e.output("same").elements());
    }

    /** Sequences are walked along the named axis wherever it is; yields have it where the first sequence has it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "f32[B, T, D]; a_t in a               ; a_t             ; [B, T, D]",
                "f32[T, B, D]; a_t in a               ; a_t             ; [T, B, D]",
                "f32[B, D, T]; a_t in a               ; a_t             ; [B, D, T]",
                "f32[B, D, T]; a_t in a               ; sum(a_t, 1)     ; [B, T]",
                "f32[B, D, T]; a_t in a               ; sum(a_t)        ; [T]",
                "f32[B, D, T]; (a_t, x_t) in (a, x)   ; a_t * unsqueeze(x_t, 1) ; [B, D, T]",
                "f32[B, D, T]; (x_t, a_t) in (x, a)   ; a_t * unsqueeze(x_t, 1) ; [B, T, D]",
                "f32[B, D, T]; (x_t, a_t) in [x, a]   ; unsqueeze(a_t, 2) ; [B, T, D, 1]",
            })
    void axes(String type, String items, String yield, String expected) {
        Elaborated e = Elaborated.of("""
                fn f(a: %s, x: f32[B, T]) {
                  let r = scan %s over T { yield y = %s }
                  return r.y
                }
                model M {
                  input x: f32[B, T]
                  let a = x |> unsqueeze(-1) |> broadcast_to(B, T, 7)
                  output y = f(transpose(a, %s), x)
                }
                """.formatted(type, items, yield, permutation(type)));
        assertEquals(
                "f32" + expected.replace("D", "7"),
                e.program().outputs().get(0).type().toString());
        e.set("data.x", new int[] {2, 3}, 1, 2, 3, 10, 20, 30);
        assertTrue(Arrays.stream(e.output("y").elements()).allMatch(v -> v != 0));
    }

    /** From [B, T, D] to the type. */
    private static String permutation(String type) {
        return type.replaceAll("f32\\[|]", "")
                .replace("B", "0")
                .replace("T", "1")
                .replace("D", "2");
    }

    @Test
    void anAxisIsTheOneThatWasDeclaredThoughAnotherHasItsSize() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 2, 2]
                  let T = 2
                  let y: f32[B, 2, T] = x
                  let r = scan y_t in y over T carry s = zeros(B, 2) { next s = 10 * s + y_t }
                  output rows = sums(x)
                  output columns = r.s
                }
                fn sums(x: f32[B, T, D]) -> f32[B, D] {
                  let r = scan x_t in x over T carry s = zeros(B, D) { next s = 10 * s + x_t }
                  return r.s
                }
                """);
        e.set("data.x", new int[] {1, 2, 2}, 1, 2, 3, 4);
        assertArrayEquals(new double[] {13, 24}, e.output("rows").elements());
        assertArrayEquals(new double[] {12, 34}, e.output("columns").elements());
    }

    @Test
    void nested() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, T, U]
                  let r = scan x_t in x over T carry s = zeros(B) {
                    let inner = scan (x_tu, one) in (x_t, ones(U)) over U carry p = s {
                      next p = p * 2 + x_tu * one + 0 * s
                      yield q = p
                    }
                    next s = inner.p
                    yield q = inner.q
                  }
                  output s = r.s
                  output q = r.q
                }
                """);
        e.set("data.x", new int[] {1, 2, 3}, 1, 2, 3, 4, 5, 6);
        assertArrayEquals(new double[] {1, 4, 11, 26, 57, 120}, e.output("q").elements());
        assertEquals(120, e.output("s").value());
    }

    private static final String LAYERS = """
            model M {
              input x: f32[B, T, 3]
              let shared = Dense(3, tanh)
              let r = scan x_t in x over T carry h = zeros(B, 3) {
                let cell = Dense(3)
                let z = x_t |> shared |> Dense(3, bias = false)
                next h = cell(h) + shared(z)
                yield y = h
              }
              output y = r.y |> shared
            }
            """;

    @Test
    void layersInsideKeepTheirParametersOutside() {
        Elaborated e = Elaborated.of(LAYERS);
        assertEquals(List.of("shared.w", "shared.b", "dense.w", "cell.w", "cell.b"), e.parameters());
        Graph g = e.program().inference();
        assertEquals(6, g.inputs().size());
        Node scan = scanOf(g);
        assertEquals(2, scan.regions().get(0).body().inputs().size());
    }

    private static Node scanOf(Graph g) {
        return g.nodes().stream()
                .filter(n -> n.op() == ScanOps.SCAN)
                .findFirst()
                .orElseThrow();
    }

    /** What the body computes from values around it alone is computed once, before the scan. */
    @Test
    void whatDoesNotChangeStaysOutside() {
        Graph g = Elaborated.of("""
                        model M {
                          input x: f32[B, T, 3]
                          param w: f32[3, 3] = ones
                          let r = scan x_t in x over T { yield y = x_t @ (w @ w) }
                          output y = r.y
                        }
                        """).program().inference();
        assertEquals(1, count(g, MatrixOps.MATMUL));
        assertEquals(1, count(scanOf(g).regions().get(0).body(), MatrixOps.MATMUL));
    }

    private static long count(Graph g, org.nn4j.compiler.ir.Op op) {
        return g.nodes().stream().filter(n -> n.op() == op).count();
    }

    /** Two scans, one after the other: what the first one stacks is what the second one walks along. */
    @Test
    void transposesBetweenScansCancel() {
        Graph g = Elaborated.of("""
                        model M {
                          input x: f32[B, T, 3]
                          let a = scan x_t in x over T carry h = zeros(B, 3) { next h = tanh(h + x_t) yield y = h }
                          let b = scan y_t in a.y over T reverse carry h = zeros(B, 3) { next h = tanh(h - y_t) yield y = h }
                          output y = b.y
                        }
                        """).program().inference();
        Graph optimized = Passes.optimize(g);
        assertEquals(2, count(optimized, ScanOps.SCAN));
        assertEquals(2, count(optimized, ShapeOps.TRANSPOSE));
    }

    @Test
    void anEmbeddingInsideReadsItsTable() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: i64[B, T]
                  let r = scan x_t in x over T carry h = zeros(B, 2) { next h = h + (x_t |> Embedding(3, 2)) }
                  output y = r.h
                }
                """);
        e.set("param.embedding.table", new int[] {3, 2}, 1, 2, 10, 20, 100, 200);
        e.set("data.x", NdArray.of(DType.I64, new int[] {1, 3}, 2, 0, 2));
        assertArrayEquals(new double[] {201, 402}, e.output("y").elements());
    }

    private static final String NOISE = """
            model M {
              input x: f32[B, T]
              let z = ones(B, T)
              let r = scan x_t in x over T reverse {
                yield u = random_uniform(B)
                let inner = scan z_u in z over T { yield v = random_uniform(B) }
                yield v = inner.v
              }
              output u = r.u
              output v = r.v
              output w = random_uniform(B)
            }
            """;

    /** Random numbers depend on the turns of all scans around, and on the row's place in the batch. */
    @Test
    void randomNumbersDifferFromStepToStep() {
        Elaborated e = Elaborated.of(NOISE);
        e.set("data.x", NdArray.zeros(DType.F32, new int[] {5, 4}));
        double[] u = e.output("u").elements();
        double[] v = e.output("v").elements();
        double[] w = e.output("w").elements();
        assertEquals(5 * 4 * 4, v.length);
        assertEquals(5 * 4, Arrays.stream(u).distinct().count());
        assertEquals(5 * 4 * 4, Arrays.stream(v).distinct().count());
        assertTrue(Arrays.stream(w).noneMatch(x -> Arrays.stream(u).anyMatch(y -> x == y)));
        // Rows 2 to 4 alone, at their place, draw what they drew in the whole batch.
        e.set("data.x", NdArray.zeros(DType.F32, new int[] {3, 4})).set("position", NdArray.scalar(DType.I64, 2));
        assertArrayEquals(Arrays.copyOfRange(u, 2 * 4, 5 * 4), e.output("u").elements());
        assertArrayEquals(Arrays.copyOfRange(v, 2 * 16, 5 * 16), e.output("v").elements());
        e.set("step", NdArray.scalar(DType.I64, 2));
        assertNotEquals(u[2 * 4], e.output("u").elements()[0]);
        Map<String, NdArray> plain = e.run(e.program().inference());
        e.run(Passes.optimize(e.program().inference()))
                .forEach((name, found) -> assertArrayEquals(
                        Objects.requireNonNull(plain.get(name)).elements(), found.elements(), name));
    }

    @Test
    void anInitialValueMayBeComputedByAScan() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 3]
                  param k: f32[3] = running(3)
                  output y = x * k
                }
                fn running(N: int) {
                  let r = scan i in range(N) over N carry s = 0 {
                    next s = s + cast(i, f32) + 0 * sum(random_uniform(2))
                    yield y = s
                  }
                  return r.y
                }
                """);
        assertArrayEquals(new double[] {0, 1, 3}, e.get("param.k").elements());
    }

    @Test
    void lossesMayScan() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 2]
                  output y: f32[B, 2] = x |> unsqueeze(-1) |> Dense(1) |> squeeze(-1)
                }
                train M {
                  data csv("a.csv") feed x = columns(except = "t") target t: f32[B]
                  let T = 2
                  let r = scan y_t in y over T carry s = zeros(B) { next s = s + y_t }
                  loss squared(r.s, t)
                  metric m = squared(r.s, t)
                  optimizer Sgd() run (steps = 3)
                }
                """);
        e.set("param.dense.w", new int[] {1, 1}, 2).set("data.x", new int[] {1, 2}, 1, 2);
        e.set("data.t", new int[] {1}, 5);
        double loss =
                Objects.requireNonNull(e.run(e.recipe().training()).get("loss")).value();
        assertEquals(1, loss);
        assertEquals(
                1,
                Objects.requireNonNull(e.metrics(List.of(() -> {})).get("value.m"))
                        .value());
    }

    /** {@code fresh} may change arguments; the new instance has parameters of its own. */
    @Test
    void freshLayersWithOtherArguments() {
        Elaborated e = Elaborated.of("""
                model M {
                  input x: f32[B, 3]
                  let a = Dense(2, tanh)
                  let b = fresh(a, units = 4, bias = false)
                  output y = x |> a
                  output z = x |> b
                }
                """);
        assertEquals(List.of("a.w", "a.b", "b.w"), e.parameters());
        assertEquals("f32[B, 4]", e.program().outputs().get(1).type().toString());
    }
}
