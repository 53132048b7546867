package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestCommandTest {

    @TempDir
    private Path folder;

    private record Result(int code, String out, String err) {}

    private Result test(String program, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("net.nn"), program);
        List<String> args = new ArrayList<>(List.of("test", file.toString()));
        args.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err, true), args.toArray(String[]::new));
        return new Result(code, out.toString().replace(file.toString(), "net.nn"), err.toString());
    }

    @Test
    void tellsWhichTestsPass() throws IOException {
        Result r = test("""
                fn twice(x) = 2 * x
                test "of a number" { check twice(2) == 4 }
                test "of a tensor" { check twice(tensor([1.0, 2.0])) == tensor([2.0, 4.0]) }
                """);
        assertEquals(0, r.code, r.err);
        assertEquals("""
                pass  net.nn: of a number
                pass  net.nn: of a tensor
                2 passed, 0 failed.
                """, r.out);
    }

    @Test
    void tellsPlaceAndBothSidesOfWhatFails() throws IOException {
        Result r = test("""
                test "all wrong" {
                  let x = tensor([[1.0, 2.0], [3.0, 4.0]])
                  check 2 * x == tensor([[2.0, 4.0], [6.0, 9.0]])
                  check close(x,
                      2.5, tolerance = 0.1)
                  check shape(x) == (2, 3)
                  check 1 + 1 < 2
                  check 1 == 1
                }
                """);
        assertEquals(1, r.code, r.err);

        assertEquals("""
                FAIL  net.nn: all wrong
                      net.nn:3:9: check 2 * x == tensor([[2.0, 4.0], [6.0, 9.0]])
                        2 * x                            is f32[2, 2] [2.0, 4.0, 6.0, 8.0], 8.0 at [1, 1]
                        tensor([[2.0, 4.0], [6.0, 9.0]]) is f32[2, 2] [2.0, 4.0, 6.0, 9.0], 9.0 at [1, 1]
                      net.nn:4:9: check close(x, 2.5, tolerance = 0.1)
                        x is f32[2, 2] [1.0, 2.0, 3.0, 4.0], 1.0 at [0, 0]
                      net.nn:6:9: check shape(x) == (2, 3)
                        shape(x) is (2, 2)
                      net.nn:7:9: check 1 + 1 < 2
                        1 + 1 is 2
                0 passed, 1 failed.
                """, r.out);
    }

    @Test
    void whatIsNoNumberIsNearNothing() throws IOException {
        Result r = test("""
                test "nan" {
                  let nan = zeros(1) / zeros(1)
                  check close(nan, nan)
                }
                """);
        assertEquals(1, r.code, r.out);
    }

    @Test
    void theFilterChoosesByName() throws IOException {
        String program = """
                test "Sums add up" { check 1 + 1 == 2 }
                test "products do not" { check 2 * 2 == 5 }
                """;
        Result sums = test(program, "--filter", "sums");
        assertEquals(0, sums.code);
        assertEquals("pass  net.nn: Sums add up\n1 passed, 0 failed.\n", sums.out);
        Result none = test(program, "--filter", "none");
        assertEquals(0, none.code);
        assertEquals("No test's name contains \"none\".\n", none.out);
    }

    @Test
    void mistakesOfTheProgramAreReported() throws IOException {
        Result r = test("test \"a slip\" { check y == 1 }");
        assertEquals(1, r.code);
        assertTrue(r.err.contains("nothing is called `y` here"), r.err);
        assertEquals("", r.out);
    }

    @Test
    void whatFailsInTheRunFailsItsTestOnly() throws IOException {
        Result r = test("""
                test "outside" { check gather(tensor([1.0, 2.0]), tensor([5], i64)) == 1 }
                test "inside" { check gather(tensor([1.0, 2.0]), tensor([0], i64)) == 1 }
                """);
        assertEquals(1, r.code);
        assertTrue(r.out.contains("      an index in the data is out of range"), r.out);
        assertTrue(r.out.endsWith("1 passed, 1 failed.\n"), r.out);
    }

    @Test
    void layersStartAsTheSeedSays() throws IOException {
        String program = """
                test "always fails" {
                  let seed = 1
                  check sum(Dense(3)(ones(1, 4))) == 99
                }
                """;
        String first = test(program).out;
        assertTrue(first.contains("sum(Dense(3)(ones(1, 4))) is "), first);
        assertEquals(first, test(program).out);
        assertNotEquals(first, test(program.replace("seed = 1", "seed = 2")).out);
    }

    @Test
    void layersTrainWhereTheTestSaysSo() throws IOException {
        Result r = test("""
                test "training" {
                  let training = true
                  check min(Dropout(0.5)(ones(1000))) == 0
                }
                test "serving" { check Dropout(0.5)(ones(1000)) == 1 }
                """);
        assertEquals(0, r.code, r.out + r.err);
    }
}
