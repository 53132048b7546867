package org.nn4j.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;

class ParserTest {
    static Unit parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Unit unit = Parser.parse(new SourceFile("test.nn", text), diagnostics);
        assertEquals("", DiagnosticPrinter.plain().print(diagnostics.sorted(), 0));
        return unit;
    }

    private static Expr expr(String text) {
        return ((Let) parse("let e = " + text).decls().get(0)).value();
    }

    private static void assertTree(String expected, String text) {
        assertEquals(expected, Dump.of(parse(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                // operators, from loose to tight
                "a |> f |> g(1)             ~ (|> (|> a f) (call g 1))",
                "a or b and not c == d      ~ (or a (and b (not (== c d))))",
                "a or b or c                ~ (or (or a b) c)",
                "not not a                  ~ (not (not a))",
                "a + 1 .. 2 * n             ~ (.. (+ a 1) (* 2 n))",
                "1..3                       ~ (.. 1 3)",
                "0 .. n == r                ~ (== (.. 0 n) r)",
                "a - b + c                  ~ (+ (- a b) c)",
                "a * b @ c / d % e div f    ~ (div (% (/ (@ (* a b) c) d) e) f)",
                "a + b * -c ^ -d            ~ (+ a (* b (neg (^ c (neg d)))))",
                "a ^ b ^ c                  ~ (^ a (^ b c))",
                "- - a                      ~ (neg (neg a))",
                "(a + b) * c                ~ (* (+ a b) c)",
                "a <= b                     ~ (<= a b)",
                "a >= b                     ~ (>= a b)",
                "a != b                     ~ (!= a b)",
                "a < b                      ~ (< a b)",
                "a > b                      ~ (> a b)",
                // what reaches as far as it can
                "if a then b else if c then d else e + 1 ~ (if a b (if c d (+ e 1)))",
                "fn (x) = x + 1             ~ (fn (x) (+ x 1))",
                "fn () = fn (x: f32[B] = 0, y) -> f32 = x |> y ~ (fn () (fn (x:f32[B]=0 y) :f32 (|> x y)))",
                // literals
                "1_000_000                  ~ 1000000",
                "-9223372036854775808       ~ -9223372036854775808",
                "9223372036854775807        ~ 9223372036854775807",
                "- 9_223_372_036_854_775_808 ~ -9223372036854775808",
                "1.5e3                      ~ 1500.0",
                "1e-3                       ~ 0.001",
                "1_0.2_5                    ~ 10.25",
                "true                       ~ true",
                "false                      ~ false",
                "[]                         ~ []",
                "[1, 2,]                    ~ [1 2]",
                "()                         ~ (tuple)",
                "(a, b)                     ~ (tuple a b)",
                "(B, ...S)                  ~ (tuple B ...S)",
                "(...S)                     ~ (tuple ...S)",
                "((a))                      ~ a",
                // what follows an operand
                "f()                        ~ (call f)",
                "f(1)(x, lr = 2, ...S,)     ~ (call (call f 1) x lr=2 ...S)",
                "r.last.x                   ~ (member (member r last) x)",
                "r.0.1                      ~ (nth (nth r 0) 1)",
                "x[0, 1:n, :, a:, :b, ...]  ~ (index x 0 1:n : a: :b ...)",
                "x[i][j]                    ~ (index (index x i) j)",
                // words that are words only where they are asked for
                "repeat(scan, over) + in    ~ (+ (call repeat scan over) in)",
                "scan(x, y)                 ~ (call scan x y)",
                "train.loss                 ~ (member train loss)",
                "x |> repeat                ~ (|> x repeat)",
                "next                       ~ next",
                "_                          ~ _",
                "_1                         ~ _1",
                // repeat
                "x |> repeat 3 { f }        ~ (|> x (repeat 3 f))",
                "x |> repeat i in 2 * n { f(i) |> g } |> h ~ (|> (|> x (repeat i (* 2 n) (call f i) g)) h)",
                "x |> repeat i in n { repeat j in i { f } } ~ (|> x (repeat i n (repeat j i f)))",
            })
    void expression(String source, String tree) {
        assertEquals(tree, Dump.of(expr(source)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "\"\"                ~ ''",
                "\"a\\\"b\\\\\"      ~ 'a\"b\\'",
                "\"\\u0041\\u00e9\"  ~ 'Aé'",
                "\"// no comment\"   ~ '// no comment'",
                "\"größe 😀\"        ~ 'größe 😀'",
            })
    void string(String source, String tree) {
        assertEquals(tree, Dump.of(expr(source)));
    }

    @Test
    void escapesOfWhiteSpace() {
        assertEquals("'a\n\tb'", Dump.of(expr("\"a\\n\\tb\"")));
    }

    @Test
    void scan() {
        assertEquals("(scan x_t x T () {(yield y=x_t)})", Dump.of(expr("scan x_t in x over T { yield y = x_t }")));
        assertEquals(
                "(scan (x_t m_t) (tuple x m) T reverse=true lengths=(+ n 1) (h:f32[B D]=(call zeros B D) c=0)"
                        + " {(let z (+ x_t h)) (next (h c) (call cell z h c)) (next h z) (yield h)})",
                Dump.of(expr("""
                scan (x_t, m_t) in (x, m) over T reverse lengths = n + 1 carry h: f32[B, D] = zeros(B, D), c = 0 {
                  let z = x_t + h
                  next (h, c) = cell(z, h, c)
                  next h = z
                  yield h
                }""")));
        assertEquals(
                "(scan x_t x T reverse=back lengths=when (when=0) {(yield y=x_t)})",
                Dump.of(expr(
                        "scan x_t in x over T reverse when back lengths = when carry when = 0 { yield y = x_t }")));
    }

    @Test
    void imports() {
        assertTree(
                "(import std.rnn)\n(import std.rnn as r)\n(import std.rnn (Lstm Gru))\n(let import 1)",
                "import std.rnn import std.rnn as r\nimport std.rnn.{Lstm, Gru,}\nlet import = 1");
    }

    @Test
    void layer() {
        assertTree(
                "(layer Dense (units:int act:fn=identity) (x:f32[...S In]) :f32[...S units]"
                        + " {(param w:f32[In (* 2 units)] (call init In)) (param b:f32[units] zeros (when bias))"
                        + " (state m:f32[] zeros) (state v ones) (fitted s:f32[C] (call total x)) (update m (+ m 1))"
                        + " (require (> units 0) 'units') (require true) (fn f (x) {(return x)}) (return y)})",
                """
                layer Dense(units: int, act: fn = identity,)(x: f32[...S, In]) -> f32[...S, units] {
                  param w: f32[In, 2 * units] = init(In)   param b: f32[units] = zeros when bias
                  state m: f32[] = zeros   state v = ones   fitted s: f32[C] = total(x)
                  update m = m + 1
                  require units > 0, "units"   require true
                  fn f(x) = x
                  return y
                }""");
        assertTree(
                "(layer L () (x) :{seq:f32[B] last:{a:i64[] b:f32}} {(return seq=a last=b)})",
                "layer L()(x) -> (seq: f32[B], last: (a: i64[], b: f32)) { return seq = a, last = b }");
        assertTree("(layer L () () {})", "layer L()() {}");
    }

    @Test
    void model() {
        assertTree(
                "(model M () {(input x:f32[B n]) (let (a b) (call f x)) (let c:f32 a) (output p:f32[B] a) (output q b)})",
                """
                model M {
                  input x: f32[B, n]
                  let (a, b) = f(x)
                  let c: f32 = a
                  output p: f32[B] = a
                  output q = b
                }""");
        assertTree("(model M (n:int=3) {})", "model M(n: int = 3) {}");
    }

    @Test
    void train() {
        assertTree(
                "(train Cnn () {(let k 3) (data (call csv 'a')) (feed x (call columns)) (target y:f32[B])"
                        + " (target z:i64[B] (call labels)) (loss (+ a b)) (metric f1 (call (call F1) p y))"
                        + " (optimizer (call Adam lr=0.001)) (clip (call global_norm 1.0)) (stop (call plateau))"
                        + " (checkpoint (call best)) (init 'w' ('a' 'b') ('c' 'd')) (init m) (run epochs=3 batch=n)})",
                """
                train Cnn {
                  let k = 3
                  data csv("a")
                  feed x = columns()
                  target y: f32[B]
                  target z: i64[B] = labels()
                  loss a + b
                  metric f1 = F1()(p, y)
                  optimizer Adam(lr = 1e-3)
                  clip global_norm(1.0)
                  stop plateau()
                  checkpoint best()
                  init from "w" map "a" = "b", "c" = "d"
                  init from m
                  run (epochs = 3, batch = n)
                }""");
        assertTree("(train long of Cnn (n=3) {(run)})", "train long of Cnn(n = 3) { run () }");
    }

    @Test
    void otherDeclarations() {
        assertTree(
                "(optimizer Sgd (lr:schedule=0.1) (p g) {(return (- p (* lr g)))})",
                "optimizer Sgd(lr: schedule = 0.1)(p, g) { return p - lr * g }");
        assertTree(
                "(metric Mean () (p:f32[B]) :f32 {(return (call total p))})",
                "metric Mean()(p: f32[B]) -> f32 { return total(p) }");
        assertTree(
                "(test 'adds' {(let m (call M)) (check (== (call shape m) (tuple 1 2)))})",
                "test \"adds\" { let m = M() check shape(m) == (1, 2) }");
        assertTree(
                "(fn f (x:f32[B]) :f32[B] {(return (+ x 1))})\n(fn g () {(return 1 2)})",
                "fn f(x: f32[B]) -> f32[B] = x + 1\nfn g() { return 1, 2 }");
        assertTree("(let a 1)\n(let (b c) (tuple 1 2))", "let a = 1 let (b, c) = (1, 2)");
    }

    @Test
    void docComments() {
        assertTree("""
                ;; About the file.
                (import std.rnn)
                (""One.
                Two."" model M (""how many"" n:int) {(""the input"" input x:f32[B]) (let y x) (""the output"" output z y)})""", """
                /// About the file.
                import std.rnn

                /// Not this.

                /// One.
                /// Two.
                model M(
                  /// how many
                  n: int) { // a remark
                  /// the input
                  input x: f32[B]   /// behind it: no doc
                  let y = x
                  //// a line
                  /// the output
                  output z = y
                }""");
    }

    @Test
    void byteOrderMarkAndLineEnds() {
        assertTree("(let a 1)\n(let b (- 2 1))", "\uFEFFlet a = 1\r\nlet b = 2\r      - 1 // end");
    }

    @Test
    void spans() {
        Unit unit = parse("// 😀\nlet a = (x + f(y)[0]) * z.w |> g");
        Expr.Pipe pipe = (Expr.Pipe) ((Let) unit.decls().get(0)).value();
        assertEquals("(x + f(y)[0]) * z.w |> g", pipe.span().text());
        Expr.Binary times = (Expr.Binary) pipe.value();
        assertEquals("(x + f(y)[0]) * z.w", times.span().text());
        assertEquals("*", times.opSpan().text());
        assertEquals("z.w", times.right().span().text());
        Expr.Binary plus = (Expr.Binary) times.left();
        assertEquals("x + f(y)[0]", plus.span().text());
        assertEquals("f(y)[0]", plus.right().span().text());
        assertEquals(
                "let a = (x + f(y)[0]) * z.w |> g", unit.decls().get(0).span().text());
        assertEquals(2, pipe.span().line());
        assertEquals(9, pipe.span().column());
    }

    @Test
    void everySecondListOfALayerMayStandOnALineOfItsOwn() {
        parse("layer L(n: int)\n(x: f32[B])\n-> f32[B]\n{\n  return x\n}");
    }

    static Stream<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/programs"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void program(Path file) throws IOException {
        List<Decl> decls = parse(Files.readString(file)).decls();
        assertTrue(decls.size() > 1, () -> decls.size() + " declarations");
    }
}
