package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** A sample's graph as the body of a scan. */
public final class ScanOf {

    private static final Dim STEPS = Dim.symbol("T");

    private ScanOf() {}

    /**
     * Of the sample's inputs every other one becomes a sequence, the others are captured. What the graph gives is yielded;
     * a number is carried that each step makes of itself and of all that the graph gives, and it scales what is yielded
     * besides.
     *
     * @param firstIsSequence whether the first input is a sequence or captured
     */
    public static OpSample of(OpSample s, boolean firstIsSequence, boolean reverse) {
        GraphBuilder b = new GraphBuilder("scan_of_" + s.graph().name());
        GraphBuilder body = b.region("body");
        Map<String, Filler> fillers = new LinkedHashMap<>();
        Map<Value, Value> map = new HashMap<>();
        DType real = s.graph().inputs().stream()
                .map(p -> p.value().dtype())
                .filter(DType::isFloat)
                .findFirst()
                .orElse(DType.F64);
        String first = "start of " + s.graph().name();
        Value start = b.input(first, TensorType.scalar(real));
        fillers.put(first, Filler.SMOOTH);
        Value carried = body.input("carried", start.type());
        List<Value> sequences = new ArrayList<>();
        boolean sequence = firstIsSequence;
        for (Graph.Port p : s.graph().inputs()) {
            TensorType t = p.value().type();
            boolean last = p.equals(s.graph().inputs().get(s.graph().inputs().size() - 1));
            if (sequence || (last && sequences.isEmpty())) {
                sequences.add(b.input(p.name(), ControlOps.stacked(STEPS, t)));
                map.put(p.value(), body.input(p.name(), t));
            } else {
                map.put(p.value(), b.input(p.name(), t));
            }
            sequence = !sequence;
            fillers.put(p.name(), s.fillers().getOrDefault(p.name(), Filler.SMOOTH));
        }
        List<Value> outputs = body.inline(s.graph(), map);
        Value sum = carried;
        List<Value> yields = new ArrayList<>(outputs);
        for (Value v : outputs) {
            // Nothing has no mean.
            if (v.dtype() == real && !v.shape().elements().is(0)) {
                sum = Elementwise.add(body, sum, Reduction.meanAll(body, v));
                yields.add(Elementwise.mul(body, v, carried));
            }
        }
        yields.add(0, body.add(Elementwise.TANH, Attributes.NONE, sum));
        List<Value> out =
                ScanOps.scan(b, STEPS, reverse, List.of(start), sequences, body.build(OpSample.ports(yields)));
        return new OpSample(ScanOps.SCAN, b.build(OpSample.ports(out)), fillers, s.atKink());
    }
}
