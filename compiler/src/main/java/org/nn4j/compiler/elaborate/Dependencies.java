package org.nn4j.compiler.elaborate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;

/** What a value is computed from. */
final class Dependencies {

    private Dependencies() {}

    /** The names of the inputs that a value depends on. */
    static Set<String> inputsOf(GraphBuilder b, Value v) {
        Set<Value> all = valuesOf(b, v);
        Set<String> names = new HashSet<>();
        b.build(List.of()).inputs().stream()
                .filter(p -> all.contains(p.value()))
                .forEach(p -> names.add(p.name()));
        return names;
    }

    /** A value and all that it is computed from. */
    static Set<Value> valuesOf(GraphBuilder b, Value v) {
        Set<Value> seen = new HashSet<>();
        Deque<Value> open = new ArrayDeque<>();
        open.push(v);
        while (!open.isEmpty()) {
            Value next = open.pop();
            if (seen.add(next)) {
                Node n = b.definition(next);
                if (n != null) {
                    n.uses().forEach(open::push);
                }
            }
        }
        return seen;
    }
}
