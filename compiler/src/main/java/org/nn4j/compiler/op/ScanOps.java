package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Recurrence: a body that goes along sequences and hands values on from step to step. */
public final class ScanOps {

    private ScanOps() {}

    /**
     * Inputs: the first values of what is carried, then at least one sequence with the leading axis {@code length}. The
     * body takes the carried values and a slice of each sequence, without that axis; it gives the new carried values,
     * then yields. Outputs: the last carried values, then the yields, each stacked along a leading axis {@code length}.
     *
     * <p>Attributes: {@code carries}, the number of carried values; {@code length}; {@code reverse}, to go from the last
     * slice to the first: slices and yields stay at their own index.
     */
    public static final Op SCAN = Op.define("scan", "Carries values along sequences.")
            .variadic("x")
            .type((in, a, regions) -> {
                Graph body = regions.get(0).body();
                int carries = a.integer("carries");
                Dim length = a.dim("length");
                List<TensorType> carried = in.subList(0, carries);
                if (in.size() == carries) {
                    throw new IllegalStateException("scan goes along no sequence");
                }
                List<TensorType> needed = new ArrayList<>(carried);
                List<TensorType> taken = ControlOps.types(body.inputs());
                for (TensorType slice : taken.subList(carries, taken.size())) {
                    needed.add(ControlOps.stacked(length, slice));
                }
                ControlOps.requireTypes("the body of a scan carries", taken.subList(0, carries), carried);
                ControlOps.requireTypes("scan takes", in, needed);
                List<TensorType> given = ControlOps.types(body.outputs());
                ControlOps.requireTypes("the body of a scan gives", given.subList(0, carries), carried);
                List<TensorType> out = new ArrayList<>(carried);
                for (TensorType yield : given.subList(carries, given.size())) {
                    out.add(ControlOps.stacked(length, yield));
                }
                return out;
            })
            .gradientOfBody()
            .onnx(ScanOps::emit);

    private static void emit(OnnxEmitter e, Node n) {
        int carries = n.attributes().integer("carries");
        int sequences = n.inputs().size() - carries;
        int yields = n.outputs().size() - carries;
        long direction = n.attributes().flag("reverse") ? 1 : 0;
        Map<String, Object> attributes = new java.util.HashMap<>(Map.of("num_scan_inputs", sequences));
        if (direction == 1) {
            attributes.put("scan_input_directions", Collections.nCopies(sequences, direction));
            // An attribute with no numbers is not valid.
            if (yields > 0) {
                attributes.put("scan_output_directions", Collections.nCopies(yields, direction));
            }
        }
        List<String> names = e.emit(
                "Scan",
                n.inputs().stream().map(e::name).toList(),
                attributes,
                Map.of("body", n.regions().get(0)),
                n.outputs().size());
        for (int i = 0; i < names.size(); i++) {
            e.define(n.outputs().get(i), names.get(i));
        }
    }

    /**
     * The final carried values, then the stacked yields.
     *
     * @param initial the first carried values
     * @param sequences at least one, of leading axis {@code length}
     */
    public static List<Value> scan(
            GraphBuilder b, Dim length, boolean reverse, List<Value> initial, List<Value> sequences, Graph body) {
        Attributes a = reverse
                ? Attributes.of("carries", initial.size(), "length", length, "reverse", true)
                : Attributes.of("carries", initial.size(), "length", length);
        List<Value> inputs = new ArrayList<>(initial);
        inputs.addAll(sequences);
        return b.addWithRegions(SCAN, a, inputs, List.of(new Region(body)));
    }
}
