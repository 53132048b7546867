package org.nn4j.compiler.onnx;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.onnx.proto.AttributeProto;
import org.nn4j.compiler.onnx.proto.GraphProto;
import org.nn4j.compiler.onnx.proto.StringStringEntryProto;
import org.nn4j.compiler.onnx.proto.TensorProto;
import org.nn4j.compiler.onnx.proto.TensorShapeProto;
import org.nn4j.compiler.onnx.proto.TypeProto;
import org.nn4j.compiler.onnx.proto.ValueInfoProto;

/** Types, tensors and attributes as ONNX messages. */
final class OnnxValues {

    private OnnxValues() {}

    static ValueInfoProto info(String name, TensorType type) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Dim d : type.shape().dims()) {
            TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
            if (d.isKnown()) {
                dim.setDimValue(d.value());
            } else {
                // ONNX knows names only; an expression stays open.
                d.symbolName().ifPresent(dim::setDimParam);
            }
            shape.addDim(dim);
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.dtype().onnxCode())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    static TensorProto tensor(Tensor t) {
        TensorProto.Builder p = TensorProto.newBuilder().setDataType(t.dtype().onnxCode());
        for (long d : t.shape().toLongs()) {
            p.addDims(d);
        }
        return p.setRawData(ByteString.copyFrom(bytes(t))).build();
    }

    private static ByteBuffer bytes(Tensor t) {
        double[] values = t.elements();
        ByteBuffer b = ByteBuffer.allocate(values.length * width(t.dtype())).order(ByteOrder.LITTLE_ENDIAN);
        for (double v : values) {
            switch (t.dtype()) {
                case F32 -> b.putFloat((float) v);
                case F64 -> b.putDouble(v);
                case I64, U64 -> b.putLong((long) v);
                case I32 -> b.putInt((int) (long) v);
                case U8, BOOL -> b.put((byte) (int) v);
            }
        }
        return b.flip();
    }

    static int width(DType dtype) {
        return switch (dtype) {
            case F64, I64, U64 -> 8;
            case F32, I32 -> 4;
            case U8, BOOL -> 1;
        };
    }

    static TensorProto external(String name, TensorType type, LowerToOnnx.External external) {
        TensorProto.Builder p = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.dtype().onnxCode())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (long d : type.shape().toLongs()) {
            p.addDims(d);
        }
        return p.addExternalData(entry("location", external.file()))
                .addExternalData(entry("offset", Long.toString(external.offset())))
                .addExternalData(entry("length", Long.toString(external.length())))
                .build();
    }

    static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder a = AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer || value instanceof Long) {
            a.setType(AttributeProto.AttributeType.INT).setI(((Number) value).longValue());
        } else if (value instanceof DType d) {
            a.setType(AttributeProto.AttributeType.INT).setI(d.onnxCode());
        } else if (value instanceof Float || value instanceof Double) {
            a.setType(AttributeProto.AttributeType.FLOAT).setF(((Number) value).floatValue());
        } else if (value instanceof String s) {
            a.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(s));
        } else if (value instanceof Tensor t) {
            a.setType(AttributeProto.AttributeType.TENSOR).setT(tensor(t));
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
            a.setType(AttributeProto.AttributeType.STRINGS);
            list.forEach(s -> a.addStrings(ByteString.copyFromUtf8((String) s)));
        } else if (value instanceof List<?> list) {
            a.setType(AttributeProto.AttributeType.INTS);
            list.forEach(i -> a.addInts(((Number) i).longValue()));
        } else {
            throw new IllegalArgumentException("attribute " + name + " of " + value.getClass());
        }
        return a.build();
    }

    static AttributeProto graphAttribute(String name, GraphProto graph) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(graph)
                .build();
    }
}
