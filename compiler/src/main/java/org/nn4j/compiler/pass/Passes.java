package org.nn4j.compiler.pass;

import java.util.List;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphVerifier;

/** All passes, in the order in which they run. They come after differentiation, and work on whole files. */
public final class Passes {

    /** Set to true, every graph is verified after every pass. */
    public static final String VERIFY = "nn4j.verify";

    /** More rounds are never needed in practice; a rule that undid another would be cut off here. */
    private static final int MAX_ROUNDS = 8;

    /** Dead code goes first: rules ask how often a value is used. */
    private static final List<Pass> FIRST = List.of(new EliminateCommonSubexpressions(), new EliminateDeadCode());

    /** Slices go as far up as they can: what they leave out is not computed, and has no gradient. */
    private static final List<Pass> FORWARD = List.of(
            new MergeSlices(),
            new SliceBeforeElementwise(),
            new SliceBeforePooling(),
            new SliceBeforeConvolution(),
            new EliminateDeadCode());

    private static final List<Pass> LOCAL = List.of(
            new FoldConstants(),
            new RemoveNeutralElements(),
            new CancelNegations(),
            new MergeCasts(),
            new MergeReshapes(),
            new DropBroadcasts(),
            new MergeTransposes(),
            new FlattenProducts(),
            new FactorProducts(),
            new MoveScalarFactors(),
            new GatherScalarFactors(),
            new MergeSums(),
            new FuseSumOfSquares(),
            new CombineKnownFirst(),
            new FuseBias(),
            new EliminateDeadCode());

    private static final List<Pass> SCANS =
            List.of(new LiftOutOfScans(), new EliminateDeadCode(), new EliminateCommonSubexpressions());

    private static final List<Pass> LOOPS = List.of(
            new HoistLoopInvariants(),
            new ComputeForAllTurns(),
            new EliminateCommonSubexpressions(),
            new EliminateDeadCode());

    private static final List<Pass> INFERENCE = List.of(new FuseRecurrence(), new EliminateDeadCode());

    private static final List<Pass> SCALES =
            List.of(new ScaleProducts(), new EliminateDeadCode(), new MoveScalarFactors());

    private static final List<Pass> LAST = List.of(new FuseSum(), new ElementwiseInRows(), new EliminateDeadCode());

    private static final List<Pass> TRAINING = List.of(new TransposeActivations());

    private Passes() {}

    public static Graph optimize(Graph graph) {
        boolean verify = Boolean.getBoolean(VERIFY);
        return run(TRAINING, optimize(graph, verify), verify);
    }

    /** As {@link #optimize(Graph)}, for a graph of which nobody wants the gradient any more. */
    public static Graph optimizeForInference(Graph graph) {
        boolean verify = Boolean.getBoolean(VERIFY);
        return optimize(run(INFERENCE, untilStable(LOCAL, run(FIRST, graph, verify), verify), verify), verify);
    }

    /** A graph of which gradients may still be taken, without what its outputs do not need. */
    public static Graph beforeGradients(Graph graph) {
        return untilStable(FORWARD, prune(graph), Boolean.getBoolean(VERIFY));
    }

    /** The graph without what its outputs do not need. */
    public static Graph prune(Graph graph) {
        return new EliminateDeadCode().apply(graph);
    }

    /** @param verify whether to check the graph after every pass, and to name the one that broke it */
    static Graph optimize(Graph graph, boolean verify) {
        Graph g = run(FIRST, graph, verify);
        g = untilStable(LOCAL, g, verify);
        g = untilStable(SCANS, g, verify);
        g = run(List.of(new UnrollShortScans()), g, verify);
        g = run(LOOPS, g, verify);
        g = untilStable(LOCAL, g, verify);
        g = untilStable(SCALES, g, verify);
        return run(LAST, g, verify);
    }

    /** Runs passes in turn until each of them has found nothing to do since the last change. */
    private static Graph untilStable(List<Pass> passes, Graph graph, boolean verify) {
        Graph g = graph;
        int idle = 0;
        for (int i = 0; idle < passes.size() && i < MAX_ROUNDS * passes.size(); i++) {
            Graph next = run(List.of(passes.get(i % passes.size())), g, verify);
            idle = next.equals(g) ? idle + 1 : 0;
            g = next;
        }
        return g;
    }

    static Graph run(List<Pass> passes, Graph graph, boolean verify) {
        Graph g = graph;
        for (Pass p : passes) {
            g = p.apply(g);
            if (verify) {
                GraphVerifier.verify(g, p.name());
            }
        }
        return g;
    }
}
