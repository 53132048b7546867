package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.program.Program;

/** {@code model.onnx} beside a weights file, as a stock runtime loads it. */
final class ModelGraphTest {

    @TempDir
    Path folder;

    @Test
    void readsParametersFromTheWeightsFile() throws Exception {
        Program program = Programs.linear(new Optimizers.Sgd(0.1));
        try (Folder f = new Folder(program, 7)) {
            double[] p = f.state.get("params.0").numbers();
            double expected = p[0] + 2 * p[1] + 3 * p[2] + p[3];
            assertEquals(expected, predict(program, f, 1, 2, 3), 1e-6);
        }
    }

    @Test
    void readsStatesAndStatistics() throws Exception {
        Program program = Programs.centred(new Optimizers.Sgd(0.1));
        try (Folder f = new Folder(program, 7)) {
            f.state.put("state.norm.mean", Nd.f32(Nd.shape(3), 1, 2, 2));
            double[] p = f.state.get("params.0").numbers();
            assertEquals(p[2] + p[3], predict(program, f, 1, 2, 3), 1e-6);
        }
        program = Programs.standardized(new Optimizers.Sgd(0.1));
        try (Folder f = new Folder(program, 7)) {
            f.state.put("fitted.standardize.mean", Nd.f32(Nd.shape(3), 1, 2, 2));
            f.state.put("fitted.standardize.std", Nd.f32(Nd.shape(3), 1, 1, 4));
            double[] p = f.state.get("params.0").numbers();
            assertEquals(p[2] / 4 + p[3], predict(program, f, 1, 2, 3), 1e-6);
        }
    }

    private double predict(Program program, Folder f, float... x) throws Exception {
        Map<String, byte[]> files = ModelFiles.assemble(program);
        Path model = folder.resolve("model.onnx");
        Files.write(model, files.getOrDefault("model.onnx", new byte[0]));
        Files.write(folder.resolve("model.safetensors"), weights(f));
        try (OrtSession s = OrtEnvironment.getEnvironment().createSession(model.toString(), Folder.options());
                OnnxTensor in = Nd.f32(Nd.shape(1, 3), x).tensor();
                OrtSession.Result out = s.run(Map.of("x", in))) {
            assertEquals("[prediction]", s.getOutputNames().toString());
            assertEquals("[x]", s.getInputNames().toString());
            return Nd.of((OnnxTensor) out.get(0)).number();
        }
    }

    /** The weights file as the description of the folder says. */
    private static byte[] weights(Folder f) throws Exception {
        JsonObject layout = f.metadata("init", "nn4j.model").getAsJsonObject("weights");
        JsonObject header = new JsonObject();
        header.add("__metadata__", JsonParser.parseString("{\"nn4j.format\": \"1\"}"));
        for (JsonElement e : layout.getAsJsonArray("tensors")) {
            JsonObject tensor = e.getAsJsonObject();
            JsonObject entry = new JsonObject();
            entry.add("dtype", tensor.get("dtype"));
            entry.add("shape", tensor.get("shape"));
            entry.add(
                    "data_offsets", JsonParser.parseString("[" + tensor.get("begin") + "," + tensor.get("end") + "]"));
            header.add(tensor.get("name").getAsString(), entry);
        }
        int size = layout.get("header").getAsInt();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(size - 8)
                .array());
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        out.write(json);
        out.write(" ".repeat(size - 8 - json.length).getBytes(StandardCharsets.UTF_8));
        for (JsonElement e : layout.getAsJsonArray("order")) {
            ByteBuffer bytes = f.state.get(e.getAsString()).bytes().duplicate();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.write(copy);
        }
        return out.toByteArray();
    }
}
