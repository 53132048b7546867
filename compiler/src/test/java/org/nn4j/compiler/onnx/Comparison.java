package org.nn4j.compiler.onnx;

import java.util.Arrays;
import java.util.Map;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.reference.NdArray;

/** Whether ONNX Runtime says what the reference evaluator says. */
final class Comparison {

    private Comparison() {}

    /** What differs, or nothing. Floats may differ by rounding relative to the tensor's size, all else not at all. */
    static String difference(Map<String, NdArray> expected, Map<String, NdArray> actual, double f32, double f64) {
        if (!expected.keySet().equals(actual.keySet())) {
            return "outputs " + actual.keySet() + " instead of " + expected.keySet();
        }
        for (Map.Entry<String, NdArray> e : expected.entrySet()) {
            NdArray x = e.getValue();
            NdArray y = actual.getOrDefault(e.getKey(), x);
            if (x.dtype() != y.dtype() || !Arrays.equals(x.sizes(), y.sizes()) || !near(x, y, f32, f64)) {
                return e.getKey() + " should be " + x + " but is " + y;
            }
        }
        return "";
    }

    private static boolean near(NdArray expected, NdArray actual, double f32, double f64) {
        double[] x = expected.elements();
        double[] y = actual.elements();
        double tolerance = expected.dtype() == DType.F32 ? f32 : expected.dtype() == DType.F64 ? f64 : 0;
        for (int i = 0; i < x.length; i++) {
            boolean same = x[i] == y[i] || (Double.isNaN(x[i]) && Double.isNaN(y[i]));
            if (!same && !(Math.abs(x[i] - y[i]) <= tolerance * Math.max(1, Math.abs(x[i])))) {
                return false;
            }
        }
        return true;
    }
}
