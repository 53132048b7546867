package org.nn4j.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;

class LimitsTest {
    private static List<Code> codes(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(new SourceFile("test.nn", text), diagnostics);
        return diagnostics.sorted().stream().map(Diagnostic::code).toList();
    }

    /** Each line: what stands in front, what is repeated, what is in the middle, what closes each repetition, the end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "let a =       ~ (                      ~ 1  ~ ) ~ ``",
                "let a =       ~ [                      ~ 1  ~ ] ~ ``",
                "let a =       ~ f(                     ~ 1  ~ ) ~ ``",
                "let a =       ~ f(x =                  ~ 1  ~ ) ~ ``",
                "let a = x     ~ [x                     ~ `` ~ ] ~ ``",
                "let a =       ~ `- `                   ~ 1  ~ `` ~ ``",
                "let a =       ~ `not `                 ~ b  ~ `` ~ ``",
                "let a =       ~ 2^                     ~ 1  ~ `` ~ ``",
                "let a =       ~ 2^-                    ~ 1  ~ `` ~ ``",
                "let a =       ~ `if b then 1 else `    ~ 1  ~ `` ~ ``",
                "let a =       ~ `if `                  ~ b  ~ ` then 1 else 2` ~ ``",
                "let a =       ~ `fn (x) = `            ~ x  ~ `` ~ ``",
                "let a =       ~ `fn (x = `             ~ x  ~ `) = x` ~ ``",
                "let a = x |>  ~ `repeat 3 { f |> `     ~ f  ~ } ~ ``",
                "let a = x     ~ `|> repeat 3 { f`      ~ `` ~ } ~ ``",
                "let a =       ~ `scan x in `           ~ y  ~ ` over T { yield x }` ~ ``",
                "let a =       ~ `scan x in y over T { let z = ` ~ y ~ ` yield z }` ~ ``",
                "layer L(a:        ~ (b:                    ~ f32 ~ ) ~ `) () {}`",
                "layer L(a:        ~ f32[f(                 ~ 1  ~ )] ~ `) () {}`",
                "fn f()        ~ `{ fn g() `            ~ {} ~ } ~ ``",
            })
    void nesting(String start, String open, String middle, String close, String end) {
        String few = start + " " + open.repeat(50) + middle + close.repeat(50) + end;
        String many = start + " " + open.repeat(100_000) + middle + close.repeat(100_000) + end;
        String unclosed = start + " " + open.repeat(100_000);
        assertEquals(List.of(), codes(few));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertEquals(List.of(Code.NESTED_TOO_DEEPLY), codes(many));
            assertEquals(List.of(Code.NESTED_TOO_DEEPLY), codes(unclosed));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "1 ~ ` + 1`",
                "1 ~ ` - 1`",
                "1 ~ ` * 1`",
                "1 ~ ` and 1`",
                "1 ~ ` or 1`",
                "x ~ ` |> f`",
                "x ~ .y",
                "x ~ .0",
                "x ~ [0]",
                "x ~ (0)",
                "1 ~ ` + 1 * 2`",
                "1 ~ ` + -1`",
                "1 ~ ` + 2^2`",
                "1 ~ ` + (2)`",
                "next ~ ` + next`",
            })
    void length(String first, String more) {
        assertEquals(List.of(), codes("let a = " + first + more.repeat(300)));
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertEquals(
                        List.of(Code.EXPRESSION_TOO_LONG), codes("let a = " + first + more.repeat(100_000))));
    }

    @Test
    void exactLimits() {
        assertEquals(List.of(), codes("let a = " + "(".repeat(256) + "1" + ")".repeat(256)));
        assertEquals(List.of(Code.NESTED_TOO_DEEPLY), codes("let a = " + "(".repeat(257) + "1" + ")".repeat(257)));
        assertEquals(List.of(), codes("let a = 1" + " + 1".repeat(1000)));
        assertEquals(List.of(Code.EXPRESSION_TOO_LONG), codes("let a = 1" + " + 1".repeat(1001)));
    }

    @Test
    void lengthAddsUpOverLevels() {
        String sum = "1" + " + 1".repeat(600);
        assertEquals(List.of(Code.EXPRESSION_TOO_LONG), codes("let a = " + sum + " + (" + sum + ")"));
        assertEquals(List.of(), codes("let a = f(" + sum + ", " + sum + ")"));
    }

    @Test
    void manyOfAKindAreNoDepth() {
        String statements =
                "  let a = 1 + f(-2)\n  state m = zeros\n  require not a ^ 2 == 1\n  next b = if a then b else c\n";
        assertEquals(List.of(), codes("layer L()(x) {\n" + statements.repeat(2000) + "}\n"));
        assertEquals(List.of(), codes("fn f(x) = x + 1 fn g(x) = fn (y) = x\n".repeat(2000)));
        assertEquals(List.of(), codes("let a = [" + "1 + 1, ".repeat(20_000) + "]"));
        assertEquals(List.of(), codes("test \"t\" {" + " check 1 + 1 == 2".repeat(2000) + "}"));
        assertEquals(List.of(), codes("train M { " + "metric m = -f(x) loss a + b\n".repeat(2000) + "}"));
    }

    /** What the limits let through is parsed on an eighth of the stack that the compiler gives itself. */
    @Test
    void whatIsAllowedFitsOnAPartOfTheStack() throws InterruptedException {
        String deep = "(1" + " + 1".repeat(3) + " + ";
        String text = "let a = " + deep.repeat(249) + "1" + ")".repeat(249);
        AtomicReference<Object> outcome = new AtomicReference<>("nothing");
        Thread small = new Thread(null, () -> outcome.set(codes(text)), "part", 8 << 20);
        small.setUncaughtExceptionHandler((thread, failure) -> outcome.set(failure));
        small.start();
        small.join();
        assertEquals(List.of(), outcome.get());
    }

    @Test
    void longFiles() {
        String text = "/// doc\nlet a = f(x, y = 2)[0] |> g // remark\n".repeat(20_000);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertEquals(List.of(), codes(text)));
        String broken = "let a = f(x, y = 2)[0] |>\n".repeat(20_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertTrue(codes(broken).size() == 50));
    }
}
