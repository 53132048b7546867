package org.nn4j.compiler.ir;

import java.util.HashSet;
import java.util.Set;

/** A graph inside a node (the body of a loop, a branch). It may use values of the graphs around it. */
public record Region(Graph body) {

    /** The values of the graphs around it that it uses, in order of use. */
    public Set<Value> captured() {
        Set<Value> own = new HashSet<>();
        body.inputs().forEach(p -> own.add(p.value()));
        body.nodes().forEach(n -> own.addAll(n.outputs()));
        Set<Value> captured = body.reads();
        captured.removeAll(own);
        return captured;
    }
}
