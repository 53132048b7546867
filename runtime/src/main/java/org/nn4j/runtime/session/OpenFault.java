package org.nn4j.runtime.session;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** Why ONNX Runtime does not open a file, in the user's words. */
final class OpenFault {

    private static final String COPY = "Compile or train again, or copy the whole folder once more.";

    private static final int LONGEST = 400;

    private OpenFault() {}

    static UserException explain(Path file, Device device, OrtException e) {
        String message = String.valueOf(e.getMessage());
        Place place = Place.of(file);
        if (message.contains("External data path does not exist")) {
            return new UserException(place, "takes its weights from a file that is not there", COPY, e);
        }
        if (message.contains("External data path") || message.contains("outside the directory")) {
            return new UserException(
                    place,
                    "takes its weights from outside its folder, which is refused",
                    "Somebody has changed the file: use it only if you know who, and compile again.",
                    e);
        }
        if (message.contains("xternal")) {
            return new UserException(place, "does not fit the weights beside it", COPY, e);
        }
        if (message.contains("Protobuf parsing failed")
                || message.contains("does not have a graph")
                || message.contains("model format error")) {
            return new UserException(place, "is not an ONNX file, or cut off", COPY, e);
        }
        String reason = reason(message);
        if (device.cuda() && (message.contains("CUDA") || message.contains("cuda"))) {
            return new UserException(
                    place, "cannot be opened on " + device + ": " + reason, "Check that nvidia-smi lists the GPU.", e);
        }
        return new UserException(place, "is not accepted by ONNX Runtime: " + reason, COPY, e);
    }

    /** What ONNX Runtime says, without the parts that repeat the place. */
    static String reason(String message) {
        String line = message.lines().findFirst().orElse("");
        for (String before : List.of(" - message: ", " failed:")) {
            int at = line.indexOf(before);
            line = at < 0 ? line : line.substring(at + before.length());
        }
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
