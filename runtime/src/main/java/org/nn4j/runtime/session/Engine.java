package org.nn4j.runtime.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.List;
import java.util.Optional;
import org.nn4j.runtime.error.UserException;

/**
 * The ONNX Runtime that graphs run in.
 *
 * @param version of ONNX Runtime
 * @param providers what can compute in it, by ONNX Runtime's names
 */
public record Engine(String version, List<String> providers) {

    /**
     * Loads it, if that has not been done.
     *
     * @throws UserException if it does not run here
     */
    public static Engine load() {
        return new Engine(
                Native.environment().getVersion(),
                OrtEnvironment.getAvailableProviders().stream()
                        .map(p -> p.getName().replace("ExecutionProvider", ""))
                        .toList());
    }

    /** Why a device cannot be used; empty if it can. */
    public Optional<UserException> fault(Device device) {
        try (SessionOptions options = new SessionOptions()) {
            device.configure(options);
            return Optional.empty();
        } catch (UserException e) {
            return Optional.of(e);
        }
    }
}
