package org.nn4j.compiler.autodiff;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.GraphVerifier;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** Compares gradients with differences: of {@code f = Σ seed · output} along random directions, in float64. */
public final class GradientCheck {

    /** Away from kinks by much more than this; small enough that the error of the formula, in h⁴, is not seen. */
    private static final double H = 1e-4;

    private static final double TOLERANCE = 1e-6;
    private static final int DIRECTIONS = 3;

    private GradientCheck() {}

    /**
     * The gradients of a graph as a graph: inputs are its own and {@code seed.<output>}, outputs {@code
     * gradient.<input>} for each of its inputs that is of floats.
     */
    public static Graph derivative(Graph forward) {
        GraphBuilder b = new GraphBuilder(forward.name() + "_gradient");
        Map<Value, Value> map = new HashMap<>();
        forward.inputs()
                .forEach(p -> map.put(p.value(), b.input(p.name(), p.value().type())));
        List<Value> outputs = b.inline(forward, map);
        Value y = null;
        Value seedOfY = null;
        for (int i = 0; i < outputs.size(); i++) {
            Value out = outputs.get(i);
            // What is not a float becomes one by a cast, which must end every gradient.
            Value real = out.dtype().isFloat() ? out : Elementwise.cast(b, out, DType.F64);
            Value seed = b.input("seed." + forward.outputs().get(i).name(), real.type());
            if (outputs.size() == 1) {
                y = real;
                seedOfY = seed;
            } else {
                Value part = Elementwise.cast(b, Reduction.sumAll(b, Elementwise.mul(b, real, seed)), DType.F64);
                y = y == null ? part : Elementwise.add(b, y, part);
                seedOfY = Constants.scalar(b, DType.F64, 1);
            }
        }
        List<Graph.Port> real = forward.inputs().stream()
                .filter(p -> p.value().dtype().isFloat())
                .toList();
        List<Value> wrt = real.stream().map(p -> map.get(p.value())).toList();
        if (y == null || seedOfY == null) {
            throw new IllegalArgumentException("no outputs in " + forward.name());
        }
        List<Value> gradients = Differentiate.gradients(b, y, seedOfY, wrt);
        List<Graph.Port> ports = new ArrayList<>();
        for (int i = 0; i < real.size(); i++) {
            ports.add(new Graph.Port("gradient." + real.get(i).name(), gradients.get(i)));
        }
        Graph result = b.build(ports);
        GraphVerifier.verify(result, "Differentiate");
        return result;
    }

    /** Seeds for a graph's outputs of these values. */
    public static Map<String, NdArray> seeds(Graph derivative, Map<String, NdArray> outputs, Random random) {
        Map<String, NdArray> seeds = new LinkedHashMap<>();
        outputs.forEach((name, out) -> {
            DType dtype = derivative.input("seed." + name).value().dtype();
            seeds.put("seed." + name, NdArray.generate(dtype, out.sizes(), i -> (float) random.nextGaussian()));
        });
        return seeds;
    }

    /** Every gradient that differentiation finds, and each that it leaves out or takes for zero. */
    public static void check(String what, Graph forward, Map<String, NdArray> inputs) {
        Graph derivative = derivative(forward);
        Random random = new Random(7);
        Map<String, NdArray> seeds = seeds(derivative, ReferenceEvaluator.evaluate(forward, inputs), random);
        Map<String, NdArray> all = new HashMap<>(inputs);
        all.putAll(seeds);
        Map<String, NdArray> gradients = ReferenceEvaluator.evaluate(derivative, all);
        gradients.forEach((name, gradient) -> {
            String input = name.substring("gradient.".length());
            for (int k = 0; k < DIRECTIONS; k++) {
                NdArray direction = NdArray.generate(gradient.dtype(), gradient.sizes(), i -> random.nextGaussian());
                double stated = dot(gradient, direction);
                double found = difference(forward, inputs, seeds, input, direction);
                // What cancels in the sum is not measured more exactly than its parts.
                double scale = Math.max(Math.max(Math.abs(stated), Math.abs(found)), 0.01);
                assertTrue(
                        Math.abs(stated - found) <= TOLERANCE * scale,
                        () -> what + ": the derivative along " + input + " is stated as " + stated
                                + ", differences say " + found);
            }
        });
    }

    /** Central, of fourth order. */
    private static double difference(
            Graph g, Map<String, NdArray> inputs, Map<String, NdArray> seeds, String input, NdArray direction) {
        double near =
                objective(g, inputs, seeds, input, direction, H) - objective(g, inputs, seeds, input, direction, -H);
        double far = objective(g, inputs, seeds, input, direction, 2 * H)
                - objective(g, inputs, seeds, input, direction, -2 * H);
        return (8 * near - far) / (12 * H);
    }

    private static double objective(
            Graph g,
            Map<String, NdArray> inputs,
            Map<String, NdArray> seeds,
            String input,
            NdArray direction,
            double h) {
        NdArray x = inputs.get(input);
        if (x == null) {
            throw new IllegalArgumentException(input);
        }
        double[] moved = x.elements();
        double[] d = direction.elements();
        Arrays.setAll(moved, i -> moved[i] + h * d[i]);
        Map<String, NdArray> there = new HashMap<>(inputs);
        there.put(input, x.withElements(moved));
        double sum = 0;
        for (Map.Entry<String, NdArray> out :
                ReferenceEvaluator.evaluate(g, there).entrySet()) {
            sum += dot(out.getValue(), seeds.getOrDefault("seed." + out.getKey(), out.getValue()));
        }
        return sum;
    }

    private static double dot(NdArray a, NdArray b) {
        double[] x = a.elements();
        double[] y = b.elements();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
