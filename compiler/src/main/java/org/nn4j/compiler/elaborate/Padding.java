package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.source.Span;

/**
 * The argument {@code padding} of what walks over axes: {@code "valid"}, nothing; {@code "same"}, so much that the
 * result has size {@code ceil(size / stride)}, an odd element at the end, as TensorFlow has it; {@code "causal"}, all of
 * it in front, so that nothing sees what comes after it; or numbers: one for all sides, one for each axis, or a pair for
 * each.
 */
final class Padding {

    /** A margin, a stride or a dilation larger than this is a slip. */
    static final int MAX = 1 << 20;

    private enum Rule {
        SAME,
        CAUSAL,
        GIVEN
    }

    /** How much is added at the two ends of an axis. */
    record Margin(int before, int after) {
        static final Margin NONE = new Margin(0, 0);
    }

    private final Interpreter in;
    private final Span at;
    private final Rule rule;
    private final List<Margin> given;

    private Padding(Interpreter in, Span at, Rule rule, List<Margin> given) {
        this.in = in;
        this.at = at;
        this.rule = rule;
        this.given = given;
    }

    static Padding of(Interpreter in, Given a, int axes) {
        Span at = a.span("padding");
        List<Margin> none = Collections.nCopies(axes, Margin.NONE);
        if (!a.has("padding")) {
            return new Padding(in, at, Rule.GIVEN, none);
        }
        Val v = a.value("padding");
        if (!(v instanceof Val.Str s)) {
            return new Padding(in, at, Rule.GIVEN, numbers(in, v, at, axes));
        }
        switch (s.value()) {
            case "valid":
                return new Padding(in, at, Rule.GIVEN, none);
            case "same":
                return new Padding(in, at, Rule.SAME, none);
            case "causal":
                if (axes != 1) {
                    throw in.report.error(
                            Code.ARGUMENT_VALUE,
                            "\"causal\" padding is for one axis, that of time, not for " + axes,
                            at,
                            "write pairs: `padding = [[2, 0], [1, 1]]`");
                }
                return new Padding(in, at, Rule.CAUSAL, none);
            default:
                throw in.report.error(
                        Code.ARGUMENT_VALUE,
                        "there is no padding \"" + s.value() + "\"",
                        at,
                        "it is \"valid\", \"same\", \"causal\", or numbers");
        }
    }

    private static List<Margin> numbers(Interpreter in, Val v, Span at, int axes) {
        if (v instanceof Val.Int) {
            int all = number(in, v, at);
            return Collections.nCopies(axes, new Margin(all, all));
        }
        if (!(v instanceof Val.Sequence s)) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    "`padding` must be a string or numbers, not " + v.describe(),
                    at,
                    "for example \"same\", `1`, `[1, 2]` or `[[0, 1], [2, 2]]`");
        }
        if (s.elements().size() != axes) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    "`padding` has " + s.elements().size() + " entries for " + axes + (axes == 1 ? " axis" : " axes"),
                    at,
                    "an entry is a number for both ends of an axis, or a pair: `[[0, 1], [2, 2]]`");
        }
        List<Margin> out = new ArrayList<>();
        for (Val e : s.elements()) {
            if (e instanceof Val.Sequence pair && pair.elements().size() == 2) {
                out.add(new Margin(
                        number(in, pair.elements().get(0), at),
                        number(in, pair.elements().get(1), at)));
            } else if (e instanceof Val.Sequence other) {
                throw in.report.error(
                        Code.ARGUMENT_VALUE,
                        "an axis has two ends, not " + other.elements().size(),
                        at,
                        "a pair says how much to add before and after: `[0, 1]`");
            } else {
                int both = number(in, e, at);
                out.add(new Margin(both, both));
            }
        }
        return out;
    }

    private static int number(Interpreter in, Val v, Span at) {
        long n = in.intValue(v, at);
        if (n < 0 || n > MAX) {
            throw in.report.error(Code.ARGUMENT_VALUE, "a padding of " + n, at, "it is at least 0");
        }
        return (int) n;
    }

    boolean isSame() {
        return rule == Rule.SAME;
    }

    /**
     * What is added to an axis.
     *
     * @param reach how much of it is covered at a time
     */
    Margin of(int axis, Dim size, Dim reach, int stride) {
        if (rule == Rule.GIVEN) {
            return given.get(axis);
        }
        if (rule == Rule.CAUSAL) {
            return new Margin(known(reach.minus(Dim.of(1))), 0);
        }
        if (stride == 1) {
            return halves(known(reach.minus(Dim.of(1))));
        }
        Dim places = size.plus(Dim.of(stride - 1)).floorDiv(Dim.of(stride));
        Dim missing = places.minus(Dim.of(1)).times(Dim.of(stride)).plus(reach).minus(size);
        if (!missing.isKnown() && !in.walk.general()) {
            throw in.report.error(
                    Code.NOT_KNOWN,
                    "how much \"same\" padding adds at a stride of " + stride + " depends on the size " + size
                            + ", which only run time knows",
                    at,
                    "write how much: `padding = 1`, or a pair for each axis");
        }
        return halves(known(missing));
    }

    /** What is cut from an axis of a transposed convolution's result; "same" gives stride times the size. */
    Margin ofTransposed(int axis, Dim reach, int stride) {
        if (rule == Rule.GIVEN) {
            return given.get(axis);
        }
        if (rule == Rule.CAUSAL) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE, "\"causal\" padding is not for transposed convolutions", at, "write a pair");
        }
        return halves(known(reach.minus(Dim.of(stride))));
    }

    private static Margin halves(int sum) {
        int all = Math.max(0, sum);
        return new Margin(all / 2, all - all / 2);
    }

    private int known(Dim d) {
        return Math.toIntExact(Math.min(MAX, in.intValue(new Val.Int(d), at)));
    }
}
