package org.nn4j.compiler.op;

import java.util.List;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;

/** A node of {@link ScanOps#SCAN}, taken apart. */
public record Scan(Node node) {

    public Scan {
        if (node.op() != ScanOps.SCAN) {
            throw new IllegalArgumentException(node.op() + " is no scan");
        }
    }

    public Dim length() {
        return node.attributes().dim("length");
    }

    public boolean reverse() {
        return node.attributes().flag("reverse");
    }

    public Graph body() {
        return node.regions().get(0).body();
    }

    private int carries() {
        return node.attributes().integer("carries");
    }

    /** The first carried values. */
    public List<Value> initial() {
        return node.inputs().subList(0, carries());
    }

    public List<Value> sequences() {
        return node.inputs().subList(carries(), node.inputs().size());
    }

    /** The body's inputs for carried values. */
    public List<Graph.Port> carried() {
        return body().inputs().subList(0, carries());
    }

    /** The body's inputs for slices of the sequences. */
    public List<Graph.Port> slices() {
        return body().inputs().subList(carries(), body().inputs().size());
    }

    /** The body's outputs that are carried on. */
    public List<Graph.Port> next() {
        return body().outputs().subList(0, carries());
    }

    /** The body's outputs that are stacked. */
    public List<Graph.Port> yields() {
        return body().outputs().subList(carries(), body().outputs().size());
    }

    /** The last carried values. */
    public List<Value> last() {
        return node.outputs().subList(0, carries());
    }

    /** The yields of all steps. */
    public List<Value> stacks() {
        return node.outputs().subList(carries(), node.outputs().size());
    }
}
