package org.nn4j.compiler.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.reference.NdArray;

/** A graph, written as ONNX and opened in ONNX Runtime with the options that training uses. */
public final class OnnxRun implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    public OnnxRun(Graph graph) throws OrtException {
        this(OnnxFile.write(graph, "", Map.of(), Map.of()));
    }

    public OnnxRun(byte[] model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
            options.setIntraOpNumThreads(1);
            // A graph as a test makes it has constants that nothing uses; that is no news.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            session = environment.createSession(model, options);
        }
    }

    /** The outputs by name, in order. */
    public Map<String, NdArray> run(Map<String, NdArray> inputs) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, NdArray> e : inputs.entrySet()) {
                // What a graph does not use is no input of the session.
                if (session.getInputNames().contains(e.getKey())) {
                    tensors.put(e.getKey(), tensor(e.getValue()));
                }
            }
            try (OrtSession.Result result = session.run(tensors)) {
                Map<String, NdArray> out = new LinkedHashMap<>();
                for (String name : session.getOutputNames()) {
                    out.put(name, array((OnnxTensor) result.get(name).orElseThrow()));
                }
                return out;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(NdArray a) throws OrtException {
        double[] v = a.elements();
        long[] shape = Arrays.stream(a.sizes()).asLongStream().toArray();
        ByteBuffer b = ByteBuffer.allocateDirect(Math.max(1, v.length * OnnxValues.width(a.dtype())))
                .order(ByteOrder.nativeOrder());
        for (double x : v) {
            switch (a.dtype()) {
                case F32 -> b.putFloat((float) x);
                case F64 -> b.putDouble(x);
                case I64 -> b.putLong((long) x);
                case I32 -> b.putInt((int) x);
                case U8, BOOL -> b.put((byte) (int) x);
                case U64 -> throw new IllegalArgumentException("no u64 tensors in Java");
            }
        }
        return OnnxTensor.createTensor(environment, b.flip(), shape, javaType(a.dtype()));
    }

    private static OnnxJavaType javaType(DType d) {
        return switch (d) {
            case F32 -> OnnxJavaType.FLOAT;
            case F64 -> OnnxJavaType.DOUBLE;
            case I64 -> OnnxJavaType.INT64;
            case I32 -> OnnxJavaType.INT32;
            case U8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            case U64 -> OnnxJavaType.UNKNOWN;
        };
    }

    private static NdArray array(OnnxTensor t) {
        TensorInfo info = t.getInfo();
        int[] sizes = Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray();
        DType dtype = Arrays.stream(DType.values())
                .filter(d -> javaType(d) == info.type)
                .findFirst()
                .orElseThrow();
        ByteBuffer b = t.getByteBuffer().order(ByteOrder.nativeOrder());
        double[] v = new double[NdArray.count(sizes)];
        for (int i = 0; i < v.length; i++) {
            v[i] = switch (dtype) {
                case F32 -> b.getFloat();
                case F64 -> b.getDouble();
                case I64 -> (double) b.getLong();
                case I32 -> b.getInt();
                case U8 -> Byte.toUnsignedInt(b.get());
                case BOOL -> b.get();
                case U64 -> throw new IllegalStateException();
            };
        }
        return NdArray.of(dtype, sizes, v);
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
