package org.nn4j.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.op.OpSample;
import org.nn4j.compiler.op.OpSamples;
import org.nn4j.compiler.op.Ops;
import org.nn4j.compiler.op.RecurrentOps;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;
import org.nn4j.compiler.reference.Specialize;

/** Each operator's ONNX form does in ONNX Runtime what the reference evaluator says it means. */
class LoweringTest {

    private static final double F32 = 1e-5;
    private static final double F64 = 1e-12;

    static List<Op> operators() {
        return Ops.all();
    }

    /** Wherever a sample has f64, each element type that the operator takes in its place. */
    @ParameterizedTest
    @MethodSource("operators")
    void onnxRuntimeAgreesWithTheReference(Op op) throws OrtException {
        List<String> wrong = new ArrayList<>();
        Set<DType> missing = new TreeSet<>();
        for (OpSample s : OpSamples.of(op)) {
            for (DType dtype : DType.values()) {
                Graph g;
                try {
                    g = Specialize.dtype(s.graph(), DType.F64, dtype);
                } catch (OpTypeException e) {
                    continue;
                }
                if (dtype == DType.U64 || (dtype != DType.F64 && g.equals(s.graph()))) {
                    continue;
                }
                try {
                    agree(s, g, wrong);
                } catch (OrtException e) {
                    if (e.getCode() == OrtException.OrtErrorCode.ORT_NOT_IMPLEMENTED) {
                        missing.add(dtype);
                    } else {
                        wrong.add(s + " as " + dtype + ": " + e.getMessage());
                    }
                }
            }
        }
        assertEquals("", wrong.stream().limit(8).collect(Collectors.joining("\n")));
        assertEquals(MissingKernels.of(op), missing, () -> "no kernels for " + op);
    }

    /**
     * Nothing is the largest of no elements, and 0 / 0 is left to the runtime. Two recurrent kernels end the process; who
     * uses them asks before.
     */
    private static final List<Op> NOT_OF_NOTHING = List.of(
            RecurrentOps.GRU,
            RecurrentOps.LSTM,
            Reduction.MAX,
            Reduction.MIN,
            Reduction.MEAN,
            Reduction.ARGMAX,
            Reduction.ARGMIN);

    static List<Op> operatorsOfNothing() {
        return Ops.all().stream().filter(op -> !NOT_OF_NOTHING.contains(op)).toList();
    }

    @ParameterizedTest
    @MethodSource("operatorsOfNothing")
    void emptyBatchesPass(Op op) throws OrtException {
        Map<String, Long> sizes = Map.of("B", 0L, "T", 3L, "D", 5L);
        List<String> wrong = new ArrayList<>();
        for (OpSample s : OpSamples.of(op)) {
            Graph symbolic = Specialize.dtype(s.graph(), DType.F64, DType.F32);
            Map<String, NdArray> in = s.inputs(symbolic, sizes);
            Map<String, NdArray> expected = ReferenceEvaluator.evaluate(symbolic, in);
            for (Graph g : List.of(symbolic, Specialize.sizes(symbolic, sizes))) {
                try (OnnxRun run = new OnnxRun(g)) {
                    note(s, g, Comparison.difference(expected, run.run(in), F32, F64), wrong);
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static void agree(OpSample s, Graph symbolic, List<String> wrong) throws OrtException {
        try (OnnxRun run = new OnnxRun(symbolic)) {
            for (Map<String, Long> sizes : OpSample.SIZES) {
                Map<String, NdArray> in = s.inputs(symbolic, sizes);
                Map<String, NdArray> expected = ReferenceEvaluator.evaluate(symbolic, in);
                note(s, symbolic, Comparison.difference(expected, run.run(in), F32, F64), wrong);
                Graph known = Specialize.sizes(symbolic, sizes);
                try (OnnxRun ofKnown = new OnnxRun(known)) {
                    note(s, known, Comparison.difference(expected, ofKnown.run(in), F32, F64), wrong);
                }
            }
        }
    }

    private static void note(OpSample s, Graph g, String difference, List<String> wrong) {
        if (!difference.isEmpty()) {
            wrong.add(s + " with "
                    + g.inputs().stream().map(p -> p.value().type()).toList() + ": " + difference);
        }
    }
}
