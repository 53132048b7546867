package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.IndexOps;

/** A loop under construction that takes one batch a turn. What it carries from turn to turn goes by names. */
final class BatchLoop {

    private final ProgramFile program;
    private final GraphBuilder outer;
    private final GraphBuilder body;
    private final Value turn;
    private final Value rows;
    private final Map<String, Value> initial = new LinkedHashMap<>();
    private final Map<String, Value> next = new LinkedHashMap<>();
    private final Map<String, Value> stacked = new LinkedHashMap<>();

    BatchLoop(ProgramFile program) {
        this.program = program;
        this.outer = program.file().builder();
        this.body = outer.region("batch");
        this.turn = body.input("turn", TensorType.scalar(DType.I64));
        body.input("going", TensorType.scalar(DType.BOOL));
        this.rows = IndexOps.gather(body, program.batches(), turn);
    }

    GraphBuilder body() {
        return body;
    }

    /** The number of this turn, from 0. */
    Value turn() {
        return turn;
    }

    /** The rows of this turn's batch. */
    Value rows() {
        return rows;
    }

    /** The value that the turn before gave under this name. */
    Value carry(String name, Value before) {
        initial.put(name, before);
        return body.input(name, before.type());
    }

    void next(String name, Value value) {
        next.put(name, value);
    }

    /** Keeps this value of each turn. */
    void stack(String name, Value value) {
        stacked.put(name, value);
    }

    /** To go on whatever happens. */
    Value always() {
        return Constants.scalar(body, DType.BOOL, 1);
    }

    /** The last values of what is carried, and the stacks. */
    Map<String, Value> run(Value going) {
        List<Graph.Port> outputs = new ArrayList<>(List.of(new Graph.Port("going", going)));
        initial.keySet().forEach(n -> outputs.add(new Graph.Port(n, Objects.requireNonNull(next.get(n)))));
        stacked.forEach((n, v) -> outputs.add(new Graph.Port(n, v)));
        List<Value> inputs = new ArrayList<>(
                List.of(Constants.dim(outer, program.symbols().turns()), Constants.scalar(outer, DType.BOOL, 1)));
        inputs.addAll(initial.values());
        List<Value> results = ControlOps.loop(outer, program.symbols().done(), inputs, body.build(outputs));
        Map<String, Value> byName = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            byName.put(outputs.get(i + 1).name(), results.get(i));
        }
        return byName;
    }
}
