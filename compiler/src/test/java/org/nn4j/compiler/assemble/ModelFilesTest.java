package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.onnxruntime.OrtSession;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelFilesTest {

    private static final Optimizers.Adam ADAM = new Optimizers.Adam(1e-2);

    @Test
    void theFilesOfAFolder() {
        assertEquals(
                List.of(
                        "model.onnx",
                        "init.onnx",
                        "train.onnx",
                        "gradient.onnx",
                        "apply.onnx",
                        "evaluate.onnx",
                        "serving.properties"),
                List.copyOf(ModelFiles.assemble(Programs.mlp(ADAM)).keySet()));
        assertEquals(
                Set.of("model.onnx", "init.onnx", "serving.properties"),
                ModelFiles.assemble(Programs.linear(null)).keySet());
        assertEquals(true, ModelFiles.assemble(Programs.standardized(ADAM)).containsKey("fit.onnx"));
    }

    @ParameterizedTest
    @MethodSource("org.nn4j.compiler.assemble.TrainGraphTest#programs")
    void everyFileLoadsAndKnowsItsFolder(TrainGraphTest.Case c) throws Exception {
        Set<String> ids = new HashSet<>();
        try (Folder f = new Folder(c.program(), 7)) {
            for (String kind : new String[] {"init", "train", "gradient", "apply", "evaluate"}) {
                OrtSession s = f.session(kind);
                Map<String, String> properties = s.getMetadata().getCustomMetadata();
                ids.add(Objects.requireNonNull(properties.get("nn4j.id")));
                assertEquals(kind, properties.get("nn4j.graph"));
                assertEquals("1", properties.get("nn4j.format"));
                assertEquals(List.copyOf(s.getInputNames()), names(f, kind, "inputs"));
                assertEquals(List.copyOf(s.getOutputNames()), names(f, kind, "outputs"));
            }
        }
        assertEquals(1, ids.size());
        assertEquals(64, ids.iterator().next().length());
    }

    private static List<String> names(Folder f, String kind, String side) throws Exception {
        return f.metadata(kind, "nn4j.signature").getAsJsonArray(side).asList().stream()
                .map(e -> e.getAsJsonObject().get("name").getAsString())
                .toList();
    }

    @Test
    void equalProgramsGiveEqualBytes() {
        Map<String, byte[]> one = ModelFiles.assemble(Programs.counted(ADAM));
        Map<String, byte[]> other = ModelFiles.assemble(Programs.counted(ADAM));
        assertEquals(List.copyOf(one.keySet()), List.copyOf(other.keySet()));
        one.forEach((name, bytes) -> assertArrayEquals(bytes, other.get(name), name));
    }

    @Test
    void anotherOptimizerIsAnotherModel() {
        Map<String, byte[]> one = ModelFiles.assemble(Programs.linear(new Optimizers.Sgd(1)));
        Map<String, byte[]> other = ModelFiles.assemble(Programs.linear(new Optimizers.Sgd(2)));
        assertFalse(java.util.Arrays.equals(one.get("model.onnx"), other.get("model.onnx")));
        assertNotEquals(
                java.util.Arrays.hashCode(one.get("train.onnx")), java.util.Arrays.hashCode(other.get("train.onnx")));
    }

    @Test
    void aFileTakesOnlyWhatItReads() throws Exception {
        try (Folder f = new Folder(Programs.linear(new Optimizers.Sgd(1)), 7)) {
            assertEquals(
                    List.of(
                            "params.0",
                            "step",
                            "data.x",
                            "data.y",
                            "weights",
                            "rows",
                            "lr_scale",
                            "total.0",
                            "total.1"),
                    names(f, "train", "inputs"));
            assertEquals(
                    List.of("params.0", "data.x", "data.y", "weights", "rows", "total.0", "total.1"),
                    names(f, "evaluate", "inputs"));
        }
    }
}
