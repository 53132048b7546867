package org.nn4j.runtime.session;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.NnException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** Why a run failed: for want of memory, by data that points nowhere, or by a fault of ours. */
final class RunFault {

    private RunFault() {}

    static NnException explain(Path file, OrtException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("bad_alloc")
                || message.contains("Failed to allocate memory")
                || message.contains("out of memory")) {
            return new UserException(
                    Place.of(file), "there is not enough memory to run it", "Use a smaller batch, or fewer rows.", e);
        }
        if (message.contains("out of data bounds") || message.contains("out of bounds")) {
            int at = message.indexOf("idx=");
            String which = at < 0
                    ? ""
                    : " (" + message.substring(at).lines().findFirst().orElse("") + ")";
            return new UserException(
                    Place.of(file),
                    "an index in the data is out of range" + which,
                    "Check that classes and tokens count from 0 and are below the declared number.",
                    e);
        }
        return new InternalException(file + " failed in ONNX Runtime: " + message, e);
    }
}
