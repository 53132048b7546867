package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.Program;

/** What a model keeps, over all walks through it: parameters, states, fitted statistics, and how they start. */
final class Registry {

    /** What is trained, and what a layer updates itself. */
    enum Role {
        PARAM,
        STATE;

        String port(String path) {
            return (this == PARAM ? "param." : "state.") + path;
        }
    }

    private final Map<Role, Map<String, TensorType>> types =
            Map.of(Role.PARAM, new LinkedHashMap<>(), Role.STATE, new LinkedHashMap<>());
    private final List<Graph.Port> initialValues = new ArrayList<>();
    private final GraphBuilder initial = new GraphBuilder("init");
    private final Value seed = initial.input("seed", TensorType.scalar(DType.I64));

    private final List<Program.Fitted> fitted = new ArrayList<>();
    private final List<Graph.Port> fittedValues = new ArrayList<>();
    private final Totals fitTotals = new Totals("fit", "fitted_values");

    GraphBuilder initial() {
        return initial;
    }

    Value initialSeed() {
        return seed;
    }

    Map<String, TensorType> of(Role role) {
        return types.getOrDefault(role, Map.of());
    }

    void add(Role role, String path, TensorType type, Value start) {
        of(role).put(path, type);
        initialValues.add(new Graph.Port(role.port(path), start));
    }

    Graph initialGraph() {
        return initial.build(initialValues);
    }

    Totals fitTotals() {
        return fitTotals;
    }

    List<Program.Fitted> fitted() {
        return fitted;
    }

    void addFitted(Program.Fitted f, Value value) {
        fitted.add(f);
        fittedValues.add(new Graph.Port("fitted." + f.path(), value));
    }

    /** A statistic in the graph that computes them all. */
    Value fittedValue(String port) {
        return fittedValues.stream()
                .filter(p -> p.name().equals(port))
                .findFirst()
                .orElseThrow()
                .value();
    }

    Graph fittedGraph() {
        return fitTotals.values().buildPart(fittedValues);
    }

    List<Program.Tensor> tensors(Role role) {
        return of(role).entrySet().stream()
                .map(e -> new Program.Tensor(e.getKey(), e.getValue()))
                .toList();
    }
}
