package org.nn4j.compiler.onnx;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.nn4j.compiler.onnx.proto.ModelProto;
import org.nn4j.compiler.onnx.proto.StringStringEntryProto;
import org.nn4j.compiler.onnx.proto.TensorProto;

/** Puts the weights that lie in a file beside an ONNX file into it. */
public final class SingleFile {

    /** No message of protobuf is larger, and so no ONNX file. */
    private static final long LARGEST = Integer.MAX_VALUE;

    private SingleFile() {}

    /**
     * The ONNX file with its weights inside.
     *
     * @param metadata what it says about itself beside what it has said so far
     * @throws IOException if a file cannot be read, or if the result would be larger than an ONNX file may be
     */
    public static byte[] of(Path file, Map<String, String> metadata) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        metadata.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> model.addMetadataProps(OnnxValues.entry(e.getKey(), e.getValue())));
        requireRoom(file, model);
        for (TensorProto.Builder t : model.getGraphBuilder().getInitializerBuilderList()) {
            if (t.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                t.setRawData(read(file, t)).clearExternalData().clearDataLocation();
            }
        }
        return model.build().toByteArray();
    }

    private static void requireRoom(Path file, ModelProto.Builder model) throws IOException {
        long size = model.build().getSerializedSize();
        for (TensorProto t : model.getGraph().getInitializerList()) {
            size += t.getDataLocation() == TensorProto.DataLocation.EXTERNAL ? number(t, "length") : 0;
        }
        if (size > LARGEST) {
            throw new IOException(file + ": with its weights inside it would have " + (size >> 20)
                    + " MiB, and an ONNX file has at most 2048. Use the folder as it is.");
        }
    }

    private static ByteString read(Path file, TensorProto.Builder t) throws IOException {
        String location = entries(t.build()).getOrDefault("location", "");
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path weights = file.toAbsolutePath().resolveSibling(location).normalize();
        if (folder == null || !weights.startsWith(folder)) {
            throw new IOException(file + ": takes its weights from outside its folder, which is refused.");
        }
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.READ)) {
            long offset = number(t.build(), "offset");
            long length = number(t.build(), "length");
            if (offset + length > channel.size()) {
                throw new IOException(weights + ": is too short for the weights of " + file + ".");
            }
            return ByteString.copyFrom(channel.map(FileChannel.MapMode.READ_ONLY, offset, length));
        }
    }

    private static long number(TensorProto t, String key) {
        return Long.parseLong(entries(t).getOrDefault(key, "0"));
    }

    private static Map<String, String> entries(TensorProto t) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto e : t.getExternalDataList()) {
            entries.put(e.getKey(), e.getValue());
        }
        return entries;
    }
}
