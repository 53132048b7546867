package org.nn4j.compiler;

import java.util.List;
import org.nn4j.compiler.program.TestProgram;

/** A compiled {@code test} block: what it checks, and the graph that computes it. */
public final class CompiledTest {
    private final String name;
    private final List<TestProgram.Check> checks;
    private final byte[] graph;

    CompiledTest(String name, List<TestProgram.Check> checks, byte[] graph) {
        this.name = name;
        this.checks = List.copyOf(checks);
        this.graph = graph;
    }

    public String name() {
        return name;
    }

    public List<TestProgram.Check> checks() {
        return checks;
    }

    /** Whether some of the checks are decided by a run; the compiler has decided all others. */
    public boolean runs() {
        return graph.length > 0;
    }

    /** An ONNX file without inputs, empty where nothing is to be run; {@link TestProgram#output} names its outputs. */
    public byte[] graph() {
        return graph.clone();
    }
}
