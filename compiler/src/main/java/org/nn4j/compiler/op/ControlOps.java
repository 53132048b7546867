package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** Loops and branches. Their bodies are graphs that may use values of the graphs around them. */
public final class ControlOps {

    private ControlOps() {}

    /**
     * Inputs: the number of turns (i64), whether to start (bool), then the carried values. The body takes the turn
     * (i64), a bool and the carried values; it gives whether to go on, the new carried values, then what is stacked over
     * turns. Outputs: the last carried values, then the stacks, whose leading dim is the attribute {@code turns}.
     */
    public static final Op LOOP = Op.define("loop", "Repeats its body while it says so, at most so many times.")
            .variadic("turns", "start")
            .type((in, a, regions) -> {
                Graph body = regions.get(0).body();
                int carried = in.size() - 2;
                List<TensorType> taken = new ArrayList<>(in);
                taken.set(0, TensorType.scalar(DType.I64));
                taken.set(1, TensorType.scalar(DType.BOOL));
                requireTypes("loop takes", in, taken);
                requireTypes("the body of a loop takes", types(body.inputs()), taken);
                requireTypes(
                        "the body of a loop says whether to go on with",
                        types(body.outputs().subList(0, 1)),
                        taken.subList(1, 2));
                Dim turns = a.dim("turns");
                List<TensorType> out = new ArrayList<>();
                for (int i = 1; i < body.outputs().size(); i++) {
                    TensorType t = body.outputs().get(i).value().type();
                    if (i <= carried) {
                        if (!t.equals(in.get(i + 1))) {
                            throw new IllegalStateException("loop carries " + in.get(i + 1) + " but its body gives " + t
                                    + " for " + body.outputs().get(i).name());
                        }
                        out.add(t);
                    } else {
                        out.add(stacked(turns, t));
                    }
                }
                return out;
            })
            .notDifferentiable()
            .onnx((e, n) -> {
                List<String> names = e.emit(
                        "Loop",
                        n.inputs().stream().map(e::name).toList(),
                        Map.of(),
                        Map.of("body", n.regions().get(0)),
                        n.outputs().size());
                for (int i = 0; i < names.size(); i++) {
                    e.define(n.outputs().get(i), names.get(i));
                }
            });

    /** Input: a bool. Regions without inputs: what holds if it is true, and if it is false. */
    public static final Op BRANCH = Op.define("branch", "One of two bodies.")
            .inputs("condition")
            .type((in, a, regions) -> {
                requireTypes("branch takes", in, List.of(TensorType.scalar(DType.BOOL)));
                regions.forEach(region -> requireTypes(
                        "a body of a branch takes", types(region.body().inputs()), List.of()));
                List<TensorType> then = outputTypes(regions.get(0));
                if (!then.equals(outputTypes(regions.get(1)))) {
                    throw new IllegalStateException("branches differ in type");
                }
                return then;
            })
            .notDifferentiable()
            .onnx((e, n) -> {
                List<String> names = e.emit(
                        "If",
                        List.of(e.name(n.input(0))),
                        Map.of(),
                        Map.of(
                                "then_branch",
                                n.regions().get(0),
                                "else_branch",
                                n.regions().get(1)),
                        n.outputs().size());
                for (int i = 0; i < names.size(); i++) {
                    e.define(n.outputs().get(i), names.get(i));
                }
            });

    private static List<TensorType> outputTypes(Region r) {
        return types(r.body().outputs());
    }

    /** The type of as many tensors one after the other. */
    static TensorType stacked(Dim count, TensorType t) {
        List<Dim> dims = new ArrayList<>(List.of(count));
        dims.addAll(t.shape().dims());
        return t.withShape(new Shape(dims));
    }

    static List<TensorType> types(List<Graph.Port> ports) {
        return ports.stream().map(p -> p.value().type()).toList();
    }

    /** Bodies come from the compiler, never from a user: what does not fit is an error of ours. */
    static void requireTypes(String what, List<TensorType> given, List<TensorType> needed) {
        if (!given.equals(needed)) {
            throw new IllegalStateException(what + " " + given + " instead of " + needed);
        }
    }

    public static List<Value> loop(GraphBuilder b, Dim turns, List<Value> inputs, Graph body) {
        return b.addWithRegions(
                LOOP, org.nn4j.compiler.ir.Attributes.of("turns", turns), inputs, List.of(new Region(body)));
    }

    public static List<Value> branch(GraphBuilder b, Value condition, Graph then, Graph otherwise) {
        return b.addWithRegions(
                BRANCH,
                org.nn4j.compiler.ir.Attributes.NONE,
                List.of(condition),
                List.of(new Region(then), new Region(otherwise)));
    }
}
