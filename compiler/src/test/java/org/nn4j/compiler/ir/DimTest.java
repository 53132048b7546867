package org.nn4j.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Laws of the arithmetic of sizes, on expressions drawn by chance, and against numbers in place of the symbols. */
class DimTest {

    private static final List<String> SYMBOLS = List.of("A", "B", "T", "Hidden");
    private static final int TRIALS = 40;

    private Random random = new Random();

    private static Dim of(long v) {
        return Dim.of(v);
    }

    private static Dim sym(String name) {
        return Dim.symbol(name);
    }

    private Dim any(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return random.nextBoolean() ? of(random.nextInt(9) - 3) : sym(SYMBOLS.get(random.nextInt(4)));
        }
        Dim a = any(depth - 1);
        Dim b = any(depth - 1);
        return switch (random.nextInt(6)) {
            case 0, 1 -> a.plus(b);
            case 2 -> a.minus(b);
            case 3 -> a.times(b);
            case 4 -> a.floorDiv(of(1 + random.nextInt(5)));
            default -> a.mod(of(1 + random.nextInt(5)));
        };
    }

    private Map<String, Long> numbers() {
        return Map.of(
                "A", 1L + random.nextInt(20),
                "B", 1L + random.nextInt(20),
                "T", 1L + random.nextInt(20),
                "Hidden", 1L + random.nextInt(20));
    }

    private static UnaryOperator<Dim> in(Map<String, Long> numbers) {
        return s -> of(Objects.requireNonNull(numbers.get(s.toString())));
    }

    private static long at(Dim d, Map<String, Long> numbers) {
        return d.substitute(in(numbers)).value();
    }

    @RepeatedTest(TRIALS)
    void dimsAreACommutativeRing(RepetitionInfo trial) {
        random = new Random(trial.getCurrentRepetition());
        Dim a = any(3);
        Dim b = any(3);
        Dim c = any(2);
        assertEquals(a.plus(b), b.plus(a));
        assertEquals(a.times(b), b.times(a));
        assertEquals(a.plus(b).plus(c), a.plus(b.plus(c)));
        assertEquals(a.times(b).times(c), a.times(b.times(c)));
        assertEquals(a.times(b.plus(c)), a.times(b).plus(a.times(c)));
        assertEquals(a, a.plus(of(0)));
        assertEquals(a, a.times(of(1)));
        assertEquals(of(0), a.times(of(0)));
        assertEquals(of(0), a.minus(a));
        assertEquals(a, a.plus(b).minus(b));
    }

    @RepeatedTest(TRIALS)
    void equalDimsHaveEqualHashesAndTexts(RepetitionInfo trial) {
        random = new Random(trial.getCurrentRepetition());
        Dim a = any(3);
        Dim b = any(3);
        Dim c = any(2);
        Dim one = a.plus(b).times(c);
        Dim other = c.times(b).plus(c.times(a));
        assertEquals(one.hashCode(), other.hashCode());
        assertEquals(one.toString(), other.toString());
        assertEquals(one.equals(a), one.toString().equals(a.toString()), () -> one + " and " + a);
    }

    @RepeatedTest(TRIALS)
    void numbersInPlaceOfSymbolsGiveWhatArithmeticGives(RepetitionInfo trial) {
        random = new Random(trial.getCurrentRepetition());
        Dim a = any(3);
        Dim b = any(2);
        long k = 1L + random.nextInt(6);
        Map<String, Long> n = numbers();
        assertEquals(at(a, n) + at(b, n), at(a.plus(b), n));
        assertEquals(at(a, n) - at(b, n), at(a.minus(b), n));
        assertEquals(at(a, n) * at(b, n), at(a.times(b), n));
        assertEquals(Math.floorDiv(at(a, n), k), at(a.floorDiv(of(k)), n), () -> a + " div " + k + " at " + n);
        assertEquals(Math.floorMod(at(a, n), k), at(a.mod(of(k)), n), () -> a + " % " + k + " at " + n);
        assertEquals(at(a, n), a.fold(new Numbers(n)));
        long divisor = at(b, n);
        if (divisor != 0 && !b.equals(of(0))) {
            assertEquals(Math.floorDiv(at(a, n), divisor), at(a.floorDiv(b), n), () -> a + " div " + b + " at " + n);
            assertEquals(Math.floorMod(at(a, n), divisor), at(a.mod(b), n), () -> a + " % " + b + " at " + n);
        }
    }

    private record Numbers(Map<String, Long> values) implements Dim.Algebra<Long> {
        @Override
        public Long constant(long value) {
            return value;
        }

        @Override
        public Long symbol(String name) {
            return Objects.requireNonNull(values.get(name));
        }

        @Override
        public Long add(Long a, Long b) {
            return a + b;
        }

        @Override
        public Long multiply(Long a, Long b) {
            return a * b;
        }

        @Override
        public Long floorDiv(Long a, Long b) {
            return Math.floorDiv(a, b);
        }

        @Override
        public Long mod(Long a, Long b) {
            return Math.floorMod(a, b);
        }
    }

    @RepeatedTest(TRIALS)
    void substitutionCommutesWithArithmetic(RepetitionInfo trial) {
        random = new Random(trial.getCurrentRepetition());
        Dim a = any(3);
        Dim b = any(3);
        Map<String, Dim> map = Map.of("A", any(2), "B", of(random.nextInt(5)), "T", sym("B"), "Hidden", any(1));
        UnaryOperator<Dim> s = d -> Objects.requireNonNull(map.get(d.toString()));
        assertEquals(a.substitute(s).plus(b.substitute(s)), a.plus(b).substitute(s));
        assertEquals(a.substitute(s).times(b.substitute(s)), a.times(b).substitute(s));
        assertEquals(a, a.substitute(UnaryOperator.identity()));
        assertTrue(Set.copyOf(SYMBOLS).containsAll(a.symbols()));
        assertEquals(a.symbols().isEmpty(), a.isKnown(), a::toString);
    }

    @Test
    void substitutionIsSimultaneous() {
        Map<String, Dim> swap = Map.of("A", sym("B"), "B", sym("A"));
        Dim d = sym("A").times(of(2)).plus(sym("B"));
        assertEquals(sym("B").times(of(2)).plus(sym("A")), d.substitute(x -> swap.getOrDefault(x.toString(), x)));
    }

    @Test
    void divisionIsExactWhereTheDivisorDividesEveryTerm() {
        Dim h = sym("H");
        Dim w = sym("W");
        assertEquals(h.times(of(2)).plus(of(3)), h.times(of(4)).plus(of(6)).floorDiv(of(2)));
        assertEquals(of(0), h.times(of(4)).plus(of(6)).mod(of(2)));
        assertEquals(w, h.times(w).floorDiv(h));
        assertEquals(of(1), h.plus(w).floorDiv(w.plus(h)));
        assertEquals(of(0), h.plus(w).mod(w.plus(h)));
        assertEquals(h, h.floorDiv(of(1)));
        assertEquals(of(0), h.mod(of(1)));
        assertEquals(of(0), of(0).floorDiv(h));
        assertFalse(h.plus(of(1)).floorDiv(of(2)).isKnown());
    }

    @Test
    void whatANumberDividesLeavesTheQuotient() {
        Dim h = sym("H");
        assertEquals(h.floorDiv(of(2)), h.minus(of(2)).floorDiv(of(2)).plus(of(1)));
        assertEquals(h, h.times(of(2)).plus(of(1)).floorDiv(of(2)));
        assertEquals(of(1), h.times(of(2)).plus(of(5)).mod(of(2)));
        assertEquals(h.plus(of(1)).mod(of(3)), h.times(of(4)).minus(of(2)).mod(of(3)));
        assertEquals(h.times(of(2)).plus(h.floorDiv(of(2))), h.times(of(5)).floorDiv(of(2)));
    }

    @Test
    void divisionRoundsTowardsMinusInfinity() {
        assertEquals(of(-2), of(-3).floorDiv(of(2)));
        assertEquals(of(1), of(-3).mod(of(2)));
        assertEquals(of(-2), of(3).floorDiv(of(-2)));
        assertEquals(of(-1), of(3).mod(of(-2)));
        assertThrows(ArithmeticException.class, () -> of(3).floorDiv(of(0)));
        assertThrows(ArithmeticException.class, () -> sym("B").mod(of(0)));
        assertThrows(ArithmeticException.class, () -> sym("B").floorDiv(of(0)));
    }

    @Test
    void textIsStableAndReadable() {
        Dim b = sym("B");
        Dim t = sym("T");
        assertEquals("0", of(0).toString());
        assertEquals("-3", of(-3).toString());
        assertEquals("B", b.toString());
        assertEquals("-B", of(0).minus(b).toString());
        assertEquals("2 * B + T + 1", of(1).plus(t).plus(b).plus(b).toString());
        assertEquals("B * T - B + 2", b.times(t).minus(b).plus(of(2)).toString());
        assertEquals("B * B", b.times(b).toString());
        assertEquals("(B + 1 div 2)", b.plus(of(1)).floorDiv(of(2)).toString());
        assertEquals("2 * (B % 3)", b.mod(of(3)).times(of(2)).toString());
    }

    @Test
    void knownDimsAreNumbers() {
        assertEquals(OptionalLong.of(0), sym("B").minus(sym("B")).known());
        assertEquals(OptionalLong.of(5), of(5).known());
        assertEquals(OptionalLong.empty(), sym("B").plus(of(5)).known());
        assertEquals(OptionalLong.empty(), sym("B").known());
        assertTrue(of(1).is(1));
        assertFalse(sym("B").is(1));
        assertThrows(IllegalStateException.class, () -> sym("B").value());
    }

    @Test
    void onlyABareSymbolHasAName() {
        Dim b = sym("B");
        assertEquals(Optional.of("B"), b.symbolName());
        assertEquals(Optional.of("B"), b.plus(of(3)).minus(of(3)).symbolName());
        for (Dim d : List.of(b.times(of(2)), b.plus(of(1)), b.times(b), of(0).minus(b), of(3), b.floorDiv(of(2)))) {
            assertEquals(Optional.empty(), d.symbolName(), d::toString);
        }
        assertNotEquals(sym("B"), sym("b"));
    }

    @Test
    void overflowIsAnErrorAndNotASmallNumber() {
        Dim big = of(Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> big.plus(of(1)));
        assertThrows(ArithmeticException.class, () -> big.times(of(2)));
        assertThrows(ArithmeticException.class, () -> sym("B").times(big).times(of(2)));
    }
}
