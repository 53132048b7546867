package org.nn4j.compiler.pass;

import org.nn4j.compiler.ir.Graph;

/** All passes, in the order in which they run. */
public final class Passes {

    private Passes() {}

    public static Graph optimize(Graph graph) {
        return graph;
    }
}
