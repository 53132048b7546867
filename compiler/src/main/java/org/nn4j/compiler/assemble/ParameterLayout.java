package org.nn4j.compiler.assemble;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.pass.ElementwiseInRows;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;

/**
 * Where each parameter lies in the vectors that hold them all.
 *
 * <p>Small parameters share one vector: an update is then a few operations on one vector instead of a few for each
 * parameter, which halves the time of a step of a small network. A large parameter is a vector of its own, since cutting
 * it out and joining it again would copy megabytes.
 */
record ParameterLayout(List<Segment> segments) {

    /** From this many elements on, copying costs more than the operations that it saves. */
    static final long LARGE = 1 << 16;

    /** A vector of parameters, one after the other. */
    record Segment(int index, List<Program.Tensor> members) {
        String name(String prefix) {
            return prefix + "." + index;
        }

        long elements() {
            return members.stream().mapToLong(ParameterLayout::elements).sum();
        }

        /** How it is kept: a vector, or cut in equal rows where an update goes through it row by row. */
        TensorType type() {
            return new TensorType(DType.F32, ElementwiseInRows.shape(elements()));
        }

        /** A parameter's own shape where it is alone, that of a vector where there are several. */
        Shape shape() {
            return members.size() == 1 ? members.get(0).type().shape() : Shape.of(elements());
        }
    }

    /** Small parameters first, in the order of the source, then the large ones. */
    static ParameterLayout of(List<Program.Tensor> parameters) {
        List<Segment> segments = new ArrayList<>();
        List<Program.Tensor> small =
                parameters.stream().filter(p -> elements(p) < LARGE).toList();
        if (!small.isEmpty()) {
            segments.add(new Segment(0, small));
        }
        for (Program.Tensor p : parameters) {
            if (elements(p) >= LARGE) {
                segments.add(new Segment(segments.size(), List.of(p)));
            }
        }
        return new ParameterLayout(List.copyOf(segments));
    }

    /** Where an optimizer's moments of the parameters lie: as they do, without those that have none. */
    ParameterLayout ofMoment(OptimizerRule rule, String moment) {
        List<Segment> kept = new ArrayList<>();
        for (Segment s : segments) {
            List<Program.Tensor> members = new ArrayList<>();
            for (Program.Tensor p : s.members) {
                Shape shape = rule.momentShape(moment, p.type().shape());
                if (shape != null) {
                    members.add(new Program.Tensor(p.path(), p.type().withShape(shape)));
                }
            }
            if (!members.isEmpty()) {
                kept.add(new Segment(s.index, List.copyOf(members)));
            }
        }
        return new ParameterLayout(List.copyOf(kept));
    }

    static long elements(Program.Tensor p) {
        return p.type().shape().elements().value();
    }

    /** All parameters, in the order in which they lie in the vectors. */
    List<Program.Tensor> members() {
        return segments.stream().flatMap(s -> s.members.stream()).toList();
    }

    /** The {@link #members} in their shapes, cut out of the vectors. */
    List<Value> unpack(GraphBuilder b, List<Value> vectors) {
        List<Value> parts = new ArrayList<>();
        for (int k = 0; k < segments.size(); k++) {
            Segment s = segments.get(k);
            List<Dim> sizes =
                    s.members.stream().map(p -> p.type().shape().elements()).toList();
            Value vector = ShapeOps.reshape(b, vectors.get(k), Shape.of(s.elements()));
            List<Value> flat = ShapeOps.split(b, vector, 0, sizes);
            for (int i = 0; i < flat.size(); i++) {
                parts.add(
                        ShapeOps.reshape(b, flat.get(i), s.members.get(i).type().shape()));
            }
        }
        return parts;
    }

    /** The inverse of {@link #unpack}. */
    List<Value> pack(GraphBuilder b, List<Value> parts) {
        Iterator<Value> rest = parts.iterator();
        List<Value> vectors = new ArrayList<>();
        for (Segment s : segments) {
            List<Value> flat = s.members.stream()
                    .map(p -> ShapeOps.reshape(
                            b, rest.next(), Shape.of(p.type().shape().elements())))
                    .toList();
            vectors.add(
                    ShapeOps.reshape(b, ShapeOps.concat(b, flat, 0), s.type().shape()));
        }
        return vectors;
    }

    /** The values of {@link #members} by path. */
    Map<String, Value> byPath(List<Value> parts) {
        Map<String, Value> byPath = new LinkedHashMap<>();
        for (Program.Tensor p : members()) {
            byPath.put(p.path(), parts.get(byPath.size()));
        }
        return byPath;
    }
}
