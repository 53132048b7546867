package org.nn4j.benchmarks;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.gson.Gson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the inputs and outputs of a file of a model folder are: its {@code nn4j.signature}. */
public record Signature(List<Role> inputs, List<Role> outputs) {

    /** One input or output. */
    public record Role(
            String name,
            String role,
            @Nullable String of,
            @Nullable String feed,
            @Nullable Double start) {

        /** The state tensor that this output is the next value of. */
        public String stateName() {
            return of == null ? name : of;
        }
    }

    /** Reads it. */
    public static Signature of(OrtSession session) throws OrtException {
        String json = session.getMetadata().getCustomMetadata().get("nn4j.signature");
        if (json == null) {
            throw new IllegalArgumentException("not a file of a model folder: it has no nn4j.signature");
        }
        return new Gson().fromJson(json, Signature.class);
    }

    /** The outputs in one role. */
    public List<Role> outputs(String role) {
        return outputs.stream().filter(output -> output.role.equals(role)).toList();
    }
}
