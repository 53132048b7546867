package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.program.Recipe.Kind;
import org.nn4j.compiler.program.Recipe.Total;

/**
 * Totals in a loop over batches.
 *
 * <p>Most are sums of one number a batch. These are not carried from turn to turn: their parts are kept, and added up
 * after the loop, one after the other as the turns would have done. That saves a node a turn for each, and more where a
 * turn may be refused.
 */
final class Accumulation {

    private final ProgramFile program;
    private final Totals totals;
    private final BatchLoop loop;
    private final List<Value> before;
    private final Map<String, Value> carried = new LinkedHashMap<>();

    Accumulation(ProgramFile program, Totals totals, BatchLoop loop) {
        this.program = program;
        this.totals = totals;
        this.loop = loop;
        this.before = totals.inputs(program);
        for (int i = 0; i < before.size(); i++) {
            if (!isKept(i)) {
                carried.put(totals.name(i), loop.carry(totals.name(i), before.get(i)));
            }
        }
    }

    private boolean isKept(int i) {
        Total t = totals.list().get(i);
        return t.kind() == Kind.ROWS
                || (t.kind() == Kind.SUM && t.type().rank() == 0 && t.type().dtype() == DType.F64);
    }

    /** The totals that turns hand on to each other, as a turn finds them. */
    Map<String, Value> carried() {
        return carried;
    }

    /** The {@link #carried} with a batch's parts in them. */
    Map<String, Value> joined(GraphBuilder b, List<Value> parts) {
        Map<String, Value> joined = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Value old = carried.get(totals.name(i));
            if (old != null) {
                joined.put(totals.name(i), totals.join(b, i, old, parts.get(i)));
            }
        }
        return joined;
    }

    /** Keeps a batch's parts of the others. */
    void keep(List<Value> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (isKept(i)) {
                loop.stack(totals.name(i), parts.get(i));
            }
        }
    }

    /**
     * All totals after the loop, which become outputs of the file.
     *
     * @param last what the loop gave
     * @param good for each turn, whether it counts; null where all do
     */
    Map<String, Value> outputs(Map<String, Value> last, @Nullable Value good) {
        Map<String, Value> results = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            String name = totals.name(i);
            Value given = Objects.requireNonNull(last.get(name));
            if (totals.isRows(i)) {
                totals.output(program.file(), i, rows(given));
                // A total's value counts the rows that were passed in.
                results.put(name, before.get(i));
            } else {
                Value after = isKept(i) ? sum(before.get(i), given, good) : given;
                totals.output(program.file(), i, after);
                results.put(name, after);
            }
        }
        return results;
    }

    /** The rows of all turns, one after the other. */
    private Value rows(Value ofTurns) {
        Shape s = ofTurns.shape();
        List<Dim> dims = new ArrayList<>(s.dims().subList(2, s.rank()));
        dims.add(0, s.dim(0).times(s.dim(1)));
        return ShapeOps.reshape(program.file().builder(), ofTurns, new Shape(dims));
    }

    private Value sum(Value start, Value parts, @Nullable Value good) {
        GraphBuilder b = program.file().builder();
        Value wide = Elementwise.cast(b, parts, DType.F64);
        Value counted = good == null ? wide : Elementwise.where(b, good, wide, Constants.scalarLike(b, wide, 0));
        Value all = ShapeOps.concat(b, List.of(ShapeOps.unsqueeze(b, start, List.of(0)), counted), 0);
        Value turns = Constants.dim(b, program.symbols().done());
        return IndexOps.gather(b, Reduction.cumsum(b, all, 0, false), turns);
    }
}
