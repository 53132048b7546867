package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.fixture.ChildJvm;
import org.nn4j.runtime.fixture.LinearModel;

/**
 * DJL loads a model folder as it is, with no code of ours. It does so in a JVM of its own, since DJL's engine refuses
 * to start where ONNX Runtime is in use already.
 */
final class DjlTest {

    @TempDir
    Path temp;

    @Test
    void loadsAFolderAsItIs() throws IOException {
        // The name of another file of the folder, so that DJL would take that one if it were not told.
        Path folder = LinearModel.number(2, 0.1).writeTo(temp.resolve("init"));
        Model.initialize(folder, 5, folder);
        float[] wanted;
        try (Model model = Model.load(folder)) {
            wanted = model.predict(Map.of("x", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)))
                    .output("out")
                    .toFloats();
        }
        String output = ChildJvm.run(Loading.class, folder.toString());
        assertTrue(output.contains("predicted " + wanted[0] + " " + wanted[1]), output);
    }

    /** What a user of DJL writes. */
    static final class Loading {
        private Loading() {}

        public static void main(String[] arguments) throws IOException, ModelException, TranslateException {
            var criteria = Criteria.builder()
                    .setTypes(NDList.class, NDList.class)
                    .optModelPath(Path.of(arguments[0]))
                    .build();
            try (var model = criteria.loadModel();
                    var predictor = model.newPredictor();
                    var manager = model.getNDManager().newSubManager()) {
                var x = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
                float[] out = predictor.predict(new NDList(x)).get(0).toFloatArray();
                new PrintStream(System.out, true, StandardCharsets.UTF_8).println("predicted " + out[0] + " " + out[1]);
            }
        }
    }
}
