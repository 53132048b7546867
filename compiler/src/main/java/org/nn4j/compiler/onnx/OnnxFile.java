package org.nn4j.compiler.onnx;

import java.util.HashMap;
import java.util.Map;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.onnx.proto.ModelProto;
import org.nn4j.compiler.onnx.proto.OperatorSetIdProto;

/** Writes a graph as an ONNX file. The only door to this package, and so to protobuf. */
public final class OnnxFile {

    /**
     * The operator set that files are written in. At 18 ONNX Runtime has a kernel for nearly every operator that
     * training needs, on the CPU and on CUDA: a kernel registered for a version serves only nodes of that version.
     */
    static final int OPSET = 18;

    /** The version of the file format that goes with {@link #OPSET}. */
    private static final int IR_VERSION = 8;

    /** Weights that lie in a file beside the graph: bytes from {@code offset}. */
    public record Weights(String file, long offset) {}

    private OnnxFile() {}

    /**
     * @param weights the inputs of the graph that are read from a file, by port name
     * @param metadata what the file says about itself
     */
    public static byte[] write(Graph graph, String doc, Map<String, Weights> weights, Map<String, String> metadata) {
        Map<String, LowerToOnnx.External> externals = new HashMap<>();
        weights.forEach((name, w) -> externals.put(
                name,
                new LowerToOnnx.External(
                        w.file, w.offset, bytes(graph.input(name).value().type()))));
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("nn4j")
                .setDocString(doc)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(LowerToOnnx.lower(graph, externals));
        metadata.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> model.addMetadataProps(OnnxValues.entry(e.getKey(), e.getValue())));
        return model.build().toByteArray();
    }

    /** The size in bytes of an element. */
    public static int width(DType dtype) {
        return OnnxValues.width(dtype);
    }

    /** The size in bytes of a tensor whose shape is known. */
    public static long bytes(TensorType type) {
        return type.shape().elements().value() * OnnxValues.width(type.dtype());
    }
}
