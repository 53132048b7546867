package org.nn4j.compiler.pass;

import java.util.HashMap;
import java.util.Map;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.Scan;

/** What a value in a scan's body depends on; each kind comes later than the one before. */
enum Dependence {
    /** On nothing that changes from step to step. */
    NONE,
    /** On slices alone, through operators that can be applied to all slices at once. */
    SLICES,
    /** On what is carried, or on what only a step can tell. */
    STEPS;

    /** Of the values of a scan's body; what is not among them belongs to a graph around it. */
    static Map<Value, Dependence> of(Scan scan) {
        Map<Value, Dependence> found = new HashMap<>();
        scan.carried().forEach(p -> found.put(p.value(), STEPS));
        scan.slices().forEach(p -> found.put(p.value(), SLICES));
        for (Node n : scan.body().nodes()) {
            Dependence latest = n.uses().stream()
                    .map(v -> found.getOrDefault(v, NONE))
                    .max(Dependence::compareTo)
                    .orElse(NONE);
            Dependence d = latest == SLICES && !isLiftable(n, found) ? STEPS : latest;
            n.outputs().forEach(v -> found.put(v, d));
        }
        return found;
    }

    /** Whether a node can be applied to all steps at once. */
    static boolean isLiftable(Node n, Map<Value, Dependence> of) {
        // Of slices that change with the step, those to gather would lie along another axis than the leading one.
        boolean gathersSlices = n.op() == IndexOps.GATHER && of.getOrDefault(n.input(0), NONE) != NONE;
        return OverLeadingAxis.knows(n) && !gathersSlices;
    }
}
