package org.nn4j.compiler.ir;

import java.util.List;
import java.util.Map;

/** What an operator's ONNX form is written with. Tensors go by their names in the ONNX graph. */
public interface OnnxEmitter {

    /** The ONNX name of a value that is already defined. */
    String name(Value value);

    /** Says under which ONNX name a value now stands. */
    void define(Value value, String name);

    /** A node with one output; answers the output's name. */
    default String emit(String opType, List<String> inputs) {
        return emit(opType, inputs, Map.of());
    }

    /** Attribute values: Long, Integer, Float, String, {@code List<Long>}, {@code List<String>}, {@link DType} (as its number). */
    default String emit(String opType, List<String> inputs, Map<String, ?> attributes) {
        return emit(opType, inputs, attributes, 1).get(0);
    }

    /** A node with several outputs. */
    List<String> emit(String opType, List<String> inputs, Map<String, ?> attributes, int outputs);

    /** A node whose bodies are graphs; attribute name to region. */
    List<String> emit(
            String opType, List<String> inputs, Map<String, ?> attributes, Map<String, Region> bodies, int outputs);

    /** A constant; equal ones are shared. */
    String constant(Tensor tensor);

    default String scalar(DType dtype, double value) {
        return constant(Tensor.scalar(dtype, value));
    }

    /** An {@code i64[n]} constant. */
    default String ints(long... values) {
        double[] d = new double[values.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = values[i];
        }
        return constant(new Tensor(DType.I64, Shape.of(values.length), d));
    }

    default String ints(List<Integer> values) {
        return ints(values.stream().mapToLong(Integer::longValue).toArray());
    }

    /** A number that this file has given to nobody else. */
    int unique();

    /** The value of a dim at run time, an {@code i64} scalar. */
    String dim(Dim dim);

    /** The values of dims at run time, an {@code i64[n]} tensor. */
    String dims(List<Dim> dims);
}
