package org.nn4j.runtime.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.LinearModel;

final class DeviceTest {

    @TempDir
    Path temp;

    @Test
    void isReadFromText() {
        assertEquals(Device.CPU, Device.parse("cpu"));
        assertEquals(Device.cuda(0), Device.parse("cuda"));
        assertEquals(Device.cuda(3), Device.parse("cuda:3"));
        assertEquals("cuda:3", Device.cuda(3).toString());
        for (String wrong : new String[] {"", "gpu", "cuda:", "cuda:x", "CPU", "cuda:99999"}) {
            assertThrows(UserException.class, () -> Device.parse(wrong));
        }
    }

    @Test
    void isNeverReplacedInSilence() throws IOException {
        assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA));
        Path folder = LinearModel.number(2, 0.1).writeTo(temp.resolve("model"));
        Model.initialize(folder, 1, folder);
        var error = assertThrows(UserException.class, () -> Model.load(folder, Device.cuda(0)));
        assertEquals(
                "this ONNX Runtime cannot use cuda:0: it is built for the CPU alone. Swap the dependency"
                        + " com.microsoft.onnxruntime:onnxruntime for onnxruntime_gpu of the same version.",
                error.getMessage());
    }
}
