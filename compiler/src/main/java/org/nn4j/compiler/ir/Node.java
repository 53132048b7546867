package org.nn4j.compiler.ir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One operator applied to values. */
public record Node(
        Op op, List<Value> inputs, Attributes attributes, List<Region> regions, List<Value> outputs, Origin origin) {

    public Node {
        inputs = List.copyOf(inputs);
        regions = List.copyOf(regions);
        outputs = List.copyOf(outputs);
    }

    public Value input(int i) {
        return inputs.get(i);
    }

    /** All that its outputs depend on: its inputs and what its bodies use of the graphs around them. */
    public Set<Value> uses() {
        Set<Value> uses = new LinkedHashSet<>(inputs);
        regions.forEach(r -> uses.addAll(r.captured()));
        return uses;
    }

    /** The symbols of the sizes that computing it takes. */
    public Set<String> symbols() {
        Set<String> symbols = new LinkedHashSet<>();
        attributes.entries().values().forEach(v -> addSymbols(v, symbols));
        outputs.forEach(v -> addSymbols(v.shape(), symbols));
        regions.forEach(r -> r.body().nodes().forEach(n -> symbols.addAll(n.symbols())));
        return symbols;
    }

    private static void addSymbols(Object attribute, Set<String> symbols) {
        if (attribute instanceof Dim d) {
            symbols.addAll(d.symbols());
        } else if (attribute instanceof Shape s) {
            addSymbols(s.dims(), symbols);
        } else if (attribute instanceof List<?> list) {
            list.forEach(v -> addSymbols(v, symbols));
        }
    }

    /** The output of a node that has one. */
    public Value output() {
        if (outputs.size() != 1) {
            throw new IllegalStateException(op.name() + " has " + outputs.size() + " outputs");
        }
        return outputs.get(0);
    }
}
