package org.nn4j.compiler.ir;

/** A graph inside a node (the body of a loop, a branch). It may use values of the graphs around it. */
public record Region(Graph body) {}
