package org.nn4j.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.onnx.proto.GraphProto;
import org.nn4j.compiler.onnx.proto.ModelProto;
import org.nn4j.compiler.onnx.proto.TensorProto;

final class SingleFileTest {

    @TempDir
    private Path folder;

    private Path file(String location, long offset, long length) throws IOException {
        TensorProto weight = TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.UINT8_VALUE)
                .addDims(length)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(OnnxValues.entry("location", location))
                .addExternalData(OnnxValues.entry("offset", Long.toString(offset)))
                .addExternalData(OnnxValues.entry("length", Long.toString(length)))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder().addInitializer(weight))
                .build();
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    @Test
    void weightsMoveIntoTheFile() throws IOException {
        Files.write(folder.resolve("weights"), new byte[] {9, 1, 2, 3, 9});
        ModelProto model = ModelProto.parseFrom(SingleFile.of(file("weights", 1, 3), Map.of("b", "2", "a", "1")));
        TensorProto weight = model.getGraph().getInitializer(0);
        assertEquals(TensorProto.DataLocation.DEFAULT, weight.getDataLocation());
        assertEquals(0, weight.getExternalDataCount());
        assertArrayEquals(new byte[] {1, 2, 3}, weight.getRawData().toByteArray());
        assertEquals("a", model.getMetadataProps(0).getKey());
    }

    @Test
    void moreThanTwoGibibytesAreRefusedBeforeAnythingIsRead() throws IOException {
        Path large = file("weights", 0, 3L << 30);
        assertRefused(large, "3072 MiB, and an ONNX file has at most 2048");
    }

    @Test
    void weightsElsewhereOrCutOffAreRefused() throws IOException {
        Path outside = file("../weights", 0, 1);
        assertRefused(outside, "outside its folder");
        Files.write(folder.resolve("weights"), new byte[] {1});
        Path cut = file("weights", 0, 2);
        assertRefused(cut, "too short");
    }

    private static void assertRefused(Path file, String why) {
        IOException e = assertThrows(IOException.class, () -> SingleFile.of(file, Map.of()));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e::toString);
    }
}
