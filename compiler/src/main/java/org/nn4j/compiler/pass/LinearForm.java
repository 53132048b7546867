package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.ShapeOps;

/**
 * A matrix as a sum of products: each source times its weights, plus a row.
 *
 * @param weights by source: values that stand outside the scan, {@code [rows, columns]}
 * @param bias a value outside, {@code [columns]}; null for none
 */
record LinearForm(Map<Value, Value> weights, @Nullable Value bias, Dim columns) {

    static LinearForm product(Value source, Value weight) {
        return new LinearForm(Map.of(source, weight), null, weight.shape().dim(1));
    }

    static LinearForm row(Value bias) {
        return new LinearForm(Map.of(), bias, bias.shape().dim(0));
    }

    LinearForm plus(GraphBuilder b, LinearForm other) {
        Map<Value, Value> sum = new LinkedHashMap<>(weights);
        other.weights.forEach((source, w) -> sum.merge(source, w, (one, two) -> Elementwise.add(b, one, two)));
        Value both = bias == null ? other.bias : other.bias == null ? bias : Elementwise.add(b, bias, other.bias);
        return new LinearForm(sum, both, columns);
    }

    /** With every weight's sign changed. */
    LinearForm negated(GraphBuilder b) {
        Map<Value, Value> opposite = new LinkedHashMap<>();
        weights.forEach((source, w) -> opposite.put(source, Elementwise.neg(b, w)));
        return new LinearForm(opposite, bias == null ? null : Elementwise.neg(b, bias), columns);
    }

    /** One of consecutive parts of the columns. */
    LinearForm part(GraphBuilder b, List<Dim> sizes, int i) {
        Map<Value, Value> parts = new LinkedHashMap<>();
        weights.forEach(
                (source, w) -> parts.put(source, ShapeOps.split(b, w, 1, sizes).get(i)));
        return new LinearForm(
                parts, bias == null ? null : ShapeOps.split(b, bias, 0, sizes).get(i), sizes.get(i));
    }

    /** The weights of a source; zeros where it does not occur. */
    Value weight(GraphBuilder b, Value source) {
        Value w = weights.get(source);
        return w != null
                ? w
                : Constants.fill(b, source.dtype(), 0, Shape.of(source.shape().dim(1), columns));
    }

    Value biasOrZeros(GraphBuilder b, Value like) {
        return bias != null ? bias : Constants.fill(b, like.dtype(), 0, Shape.of(columns));
    }

    /** The weights of a source in several forms, side by side. */
    static Value weights(GraphBuilder b, List<LinearForm> forms, Value source) {
        List<Value> all = new ArrayList<>();
        forms.forEach(f -> all.add(f.weight(b, source)));
        return ShapeOps.concat(b, all, 1);
    }

    static Value biases(GraphBuilder b, List<LinearForm> forms, Value like) {
        List<Value> all = new ArrayList<>();
        forms.forEach(f -> all.add(f.biasOrZeros(b, like)));
        return ShapeOps.concat(b, all, 0);
    }
}
