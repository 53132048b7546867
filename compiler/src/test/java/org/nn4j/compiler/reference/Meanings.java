package org.nn4j.compiler.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;

/** What each operator does, one entry an operator, in the plainest form and without regard to speed. */
final class Meanings {

    /** What an operator may ask about the graph it stands in. */
    interface Scope {
        long size(Dim dim);

        int[] sizes(Shape shape);

        List<NdArray> call(Graph body, List<NdArray> arguments);
    }

    /** What a node gives for the values of its inputs. */
    @FunctionalInterface
    interface Meaning {
        List<NdArray> apply(Node n, List<NdArray> in, Scope scope);
    }

    /** As {@link Meaning}, of one output. */
    @FunctionalInterface
    interface OfOne {
        NdArray apply(Node n, List<NdArray> in, Scope scope);
    }

    private static final Map<Op, Meaning> ALL = new HashMap<>();

    static {
        NumberMeanings.enter();
        AxisMeanings.enter();
        SoftmaxMeanings.enter();
        ChannelMeanings.enter();
        GraphMeanings.enter();
        RecurrentMeanings.enter();
        ConvolutionMeanings.enter();
        WindowMeanings.enter();
        PointMeanings.enter();
    }

    private Meanings() {}

    static Meaning of(Op op) {
        Meaning m = ALL.get(op);
        if (m == null) {
            throw new IllegalStateException("the reference evaluator does not say what " + op + " means");
        }
        return m;
    }

    static void one(Op op, OfOne meaning) {
        several(op, (n, in, s) -> List.of(meaning.apply(n, in, s)));
    }

    static void several(Op op, Meaning meaning) {
        if (ALL.put(op, meaning) != null) {
            throw new IllegalStateException("two meanings of " + op);
        }
    }
}
