package org.nn4j.compiler.pass;

import org.nn4j.compiler.ir.Graph;

/** A rewrite of a graph that keeps its meaning, its inputs and its outputs. */
interface Pass {

    Graph apply(Graph graph);

    default String name() {
        return getClass().getSimpleName();
    }
}
