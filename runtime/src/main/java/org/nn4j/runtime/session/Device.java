package org.nn4j.runtime.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;

/**
 * Where a model runs: the CPU, or one of NVIDIA's GPUs through ONNX Runtime's CUDA provider. A device that is not
 * there is an error; nothing else is taken in its stead.
 *
 * @param cuda whether it is a GPU
 * @param index which GPU, from 0
 */
public record Device(boolean cuda, int index) {

    /** The CPU. */
    public static final Device CPU = new Device(false, 0);

    /** A GPU, from 0. */
    public static Device cuda(int index) {
        return new Device(true, index);
    }

    /**
     * Reads {@code cpu}, {@code cuda} or {@code cuda:1}.
     *
     * @throws UserException if it is none of these
     */
    public static Device parse(String text) {
        if (text.equals("cpu")) {
            return CPU;
        }
        if (text.equals("cuda")) {
            return cuda(0);
        }
        if (text.matches("cuda:\\d{1,4}")) {
            return cuda(Integer.parseInt(text.substring("cuda:".length())));
        }
        throw new UserException(
                Place.NOWHERE,
                Quote.text(text) + " is no device",
                "Devices are cpu, cuda, and cuda:1 for the second GPU.");
    }

    /** Asks for the device; on the CPU there is nothing to ask for. */
    void configure(SessionOptions options) {
        if (!cuda) {
            return;
        }
        try {
            options.addCUDA(index);
        } catch (OrtException e) {
            String reason = OpenFault.reason(String.valueOf(e.getMessage()));
            if (reason.contains("Failed to find CUDA shared provider")) {
                throw new UserException(
                        Place.NOWHERE,
                        "this ONNX Runtime cannot use " + this + ": it is built for the CPU alone",
                        "Swap the dependency com.microsoft.onnxruntime:onnxruntime for onnxruntime_gpu of the same"
                                + " version.",
                        e);
            }
            throw new UserException(
                    Place.NOWHERE,
                    this + " cannot be used: " + reason,
                    "Check that nvidia-smi lists the GPU, and that the CUDA and cuDNN libraries that this version of"
                            + " onnxruntime_gpu asks for are installed.",
                    e);
        }
    }

    @Override
    public String toString() {
        return cuda ? "cuda:" + index : "cpu";
    }
}
