package org.nn4j.compiler.program;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.source.Span;

/**
 * A {@code test} block.
 *
 * @param seed what random numbers and first parameters come from
 * @param initial from {@code seed} to {@code param.<path>} and {@code state.<path>}
 * @param graph from those to {@code check.<i>}, bool, and {@code check.<i>.<j>}, the values of its sides
 */
public record TestProgram(String name, Span at, long seed, Graph initial, Graph graph, List<Check> checks) {

    public TestProgram {
        checks = List.copyOf(checks);
    }

    /**
     * A {@code check}. It holds if each element of its tensor is true.
     *
     * @param condition where it is written
     * @param known whether it holds, where that needs no run
     * @param sides what it compares, or the arguments of the function that decides
     */
    public record Check(Span condition, @Nullable Boolean known, List<Side> sides) {
        public Check {
            sides = List.copyOf(sides);
        }
    }

    /** A value that a check depends on; {@code known} is its text, or null where it is an output of the graph. */
    public record Side(Span source, @Nullable String known) {}

    /** The output that says of each element whether a check holds. */
    public static String output(int check) {
        return "check." + check;
    }

    /** The output with the value of a side of a check. */
    public static String output(int check, int side) {
        return output(check) + "." + side;
    }
}
