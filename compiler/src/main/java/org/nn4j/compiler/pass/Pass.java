package org.nn4j.compiler.pass;

import org.nn4j.compiler.ir.Graph;

/** A rewrite of a graph that keeps its meaning, its inputs and its outputs. */
interface Pass {

    /** The new graph; the old one itself where nothing was to be done. */
    Graph apply(Graph graph);

    default String name() {
        return getClass().getSimpleName();
    }
}
