package org.nn4j.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.djl.TypedTranslator;
import org.nn4j.runtime.djl.TypedTranslatorFactory;
import org.nn4j.runtime.fixture.ChildJvm;
import org.nn4j.runtime.fixture.LinearModel;
import org.nn4j.runtime.typed.Inputs;
import org.nn4j.runtime.typed.ModelType;

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

    @Test
    void predictsWithTheTypesOfAClass() throws IOException {
        Path folder = LinearModel.number(2, 0.1).writeTo(temp.resolve("init"));
        Model.initialize(folder, 5, folder);
        float[] wanted;
        String signature;
        try (Model model = Model.load(folder)) {
            signature = ModelType.signature(model.spec());
            wanted = model.predict(Map.of("x", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)))
                    .output("out")
                    .toFloats();
        }
        String output = ChildJvm.run(Typed.class, folder.toString(), signature);
        assertTrue(output.contains("predicted [" + wanted[0] + ", " + wanted[1] + "] and " + wanted[1]), output);
        String found = ChildJvm.run(Found.class, folder.toString());
        assertTrue(found.contains("predicted Output[out=" + wanted[1] + "]"), found);
        String other = ChildJvm.run(Typed.class, folder.toString(), "Other(x: f32[B, 2]) -> (out: f32[B])");
        assertTrue(other.contains("not Other(x: f32[B, 2]) -> (out: f32[B])"), other);
    }

    /** What a user of DJL and a generated class writes. */
    static final class Typed {
        private Typed() {}

        public static void main(String[] arguments) throws IOException, ModelException, TranslateException {
            var type = new ModelType<float[], Float>(
                    Typed.class,
                    arguments[1],
                    List.of(Inputs.array("x", DType.F32, row -> row, 2)),
                    row -> row.get("out", float.class));
            var criteria = Criteria.builder()
                    .setTypes(float[].class, Float.class)
                    .optModelPath(Path.of(arguments[0]))
                    .optTranslator(new TypedTranslator<>(type))
                    .build();
            try (var model = criteria.loadModel();
                    var predictor = model.newPredictor()) {
                List<float[]> rows = List.of(new float[] {1, 2}, new float[] {3, 4});
                new PrintStream(System.out, true, StandardCharsets.UTF_8)
                        .println(
                                "predicted " + predictor.batchPredict(rows) + " and " + predictor.predict(rows.get(1)));
            }
        }
    }

    @Test
    void recordsOfNoGeneratedClassHaveNoTranslator() {
        var factory = new TypedTranslatorFactory();
        assertTrue(factory.isSupported(Line.Input.class, Line.Output.class));
        assertFalse(factory.isSupported(Line.Output.class, Line.Input.class));
        assertFalse(factory.isSupported(Map.Entry.class, String.class));
        assertFalse(factory.isSupported(String.class, String.class));
    }

    /** What a generated class is to DJL. */
    public static final class Line {
        private Line() {}

        /** A row. */
        @SuppressWarnings("ArrayRecordComponent")
        public record Input(float[] x) {}

        /** A prediction. */
        public record Output(float out) {}

        /** What the class says of itself. */
        public static ModelType<Input, Output> type() {
            return new ModelType<>(
                    Line.class,
                    "Linear(x: f32[B, 2]) -> (out: f32[B])",
                    List.of(Inputs.array("x", DType.F32, Input::x, 2)),
                    row -> new Output(row.get("out", float.class)));
        }
    }

    /** What a user of DJL and a generated class writes who lets DJL find the translator. */
    static final class Found {
        private Found() {}

        public static void main(String[] arguments) throws IOException, ModelException, TranslateException {
            var criteria = Criteria.builder()
                    .setTypes(Line.Input.class, Line.Output.class)
                    .optModelPath(Path.of(arguments[0]))
                    .optTranslatorFactory(new TypedTranslatorFactory())
                    .build();
            try (var model = criteria.loadModel();
                    var predictor = model.newPredictor()) {
                new PrintStream(System.out, true, StandardCharsets.UTF_8)
                        .println("predicted " + predictor.predict(new Line.Input(new float[] {3, 4})));
            }
        }
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
