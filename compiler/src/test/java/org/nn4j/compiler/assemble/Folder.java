package org.nn4j.compiler.assemble;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.program.Program;

/** Runs the files of a model folder the way a runtime would: by roles alone. */
final class Folder implements AutoCloseable {

    private final Map<String, byte[]> files;
    private final Map<String, OrtSession> sessions = new HashMap<>();
    /** State tensors by name. */
    final Named state = new Named();
    /** Columns of the data, {@code data.x}, and the rows' weights. */
    final Named data = new Named();
    /** Running totals by name. */
    final Named totals = new Named();

    Folder(Program program, long seed) throws OrtException {
        files = ModelFiles.assemble(program);
        state.put("seed", Nd.i64(seed));
        data.put("total_steps", Nd.i64(1000));
        data.put("lr_scale", Nd.f64(Nd.SCALAR, 1));
        run("init", Map.of());
    }

    OrtSession session(String kind) throws OrtException {
        OrtSession open = sessions.get(kind);
        if (open == null) {
            open = OrtEnvironment.getEnvironment()
                    .createSession(Objects.requireNonNull(files.get(kind + ".onnx")), options());
            sessions.put(kind, open);
        }
        return open;
    }

    static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions o = new OrtSession.SessionOptions();
        o.setIntraOpNumThreads(1);
        o.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
        o.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        return o;
    }

    JsonObject metadata(String kind, String key) throws OrtException {
        String json = session(kind).getMetadata().getCustomMetadata().get(key);
        return JsonParser.parseString(Objects.requireNonNull(json)).getAsJsonObject();
    }

    /** Runs a file; what it returns as state and totals is kept. */
    Named run(String kind, Map<String, Nd> more) throws OrtException {
        OrtSession session = session(kind);
        JsonObject signature = metadata(kind, "nn4j.signature");
        Map<String, OnnxTensor> in = new HashMap<>();
        for (JsonElement e : signature.getAsJsonArray("inputs")) {
            JsonObject port = e.getAsJsonObject();
            String name = port.get("name").getAsString();
            in.put(name, input(session, port, name, more).tensor());
        }
        Named out = new Named();
        try (OrtSession.Result r = session.run(in)) {
            for (Map.Entry<String, OnnxValue> e : r) {
                out.put(e.getKey(), Nd.of((OnnxTensor) e.getValue()));
            }
        } finally {
            in.values().forEach(OnnxTensor::close);
        }
        for (JsonElement e : signature.getAsJsonArray("outputs")) {
            JsonObject port = e.getAsJsonObject();
            String role = port.get("role").getAsString();
            Nd value = out.get(port.get("name").getAsString());
            if (role.equals("state")) {
                state.put(port.get("of").getAsString(), value);
            } else if (role.equals("total")) {
                totals.put(port.get("of").getAsString(), value);
            }
        }
        return out;
    }

    private Nd input(OrtSession session, JsonObject port, String name, Map<String, Nd> more) throws OrtException {
        Nd given = more.get(name);
        if (given != null) {
            return given;
        }
        return switch (port.get("role").getAsString()) {
            case "state" -> state.get(name);
            case "total" -> {
                NodeInfo info = Objects.requireNonNull(session.getInputInfo().get(name));
                TensorInfo tensor = (TensorInfo) info.getInfo();
                yield totals.has(name)
                        ? totals.get(name)
                        : Nd.full(
                                tensor.type,
                                Nd.shape(tensor.getShape()),
                                port.get("start").getAsDouble());
            }
            default -> data.get(name);
        };
    }

    @Override
    public void close() throws OrtException {
        for (OrtSession s : sessions.values()) {
            s.close();
        }
    }
}
