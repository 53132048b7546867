package org.nn4j.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.Predictions;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.typed.ClassName;
import org.nn4j.runtime.typed.Classification;

/** Generated classes are compiled by javac and used with models that were trained on the samples' data. */
final class ModelClassTest extends GeneratedClasses {

    @Test
    void tumoursAreWhatTheModelPredicts() throws Exception {
        Built built = build(SAMPLES.resolve("breast_cancer/tumour.nn"), 60);
        try (AutoCloseable tumour = load(built.type());
                Model model = Model.load(built.folder())) {
            Dataset rows = model.read(SAMPLES.resolve("breast_cancer/breast_cancer.csv"));
            Predictions expected = model.predict(rows);
            float[] probabilities = expected.output("probability").toFloats();
            List<String> classes = expected.classes("probability").orElseThrow();
            List<Object> inputs = new ArrayList<>();
            for (int i = 0; i < rows.rows(); i++) {
                inputs.add(input(
                        built.type(), (Object) rows.rows(i, i + 1).column("x").toFloats()));
            }
            List<?> outputs = predictAll(tumour, inputs);
            assertEquals(569, outputs.size());
            Object malignant = nested(built.type(), "Diagnosis").getEnumConstants()[1];
            for (int i = 0; i < outputs.size(); i++) {
                var diagnosis = (Classification<?>) call(outputs.get(i), "diagnosis");
                assertEquals(classes.get(i), ((ClassName) diagnosis.label()).text());
                assertEquals(probabilities[i], diagnosis.probabilities().get(malignant));
            }
            assertTrue(outputs.stream().distinct().count() > 500);
            assertEquals(outputs.get(7), call(tumour, "predict", inputs.get(7)));
        }
    }

    @Test
    void speciesHaveTheNamesOfTheData() throws Exception {
        Built built = build(SAMPLES.resolve("iris/iris.nn"), 200);
        try (AutoCloseable iris = load(built.type())) {
            Object output = call(iris, "predict", input(built.type(), (Object) new float[] {5.1f, 3.5f, 1.4f, 0.2f}));
            var species = (Classification<?>) call(output, "species");
            assertEquals("setosa", species.label());
            assertEquals(
                    List.of("setosa", "versicolor", "virginica"),
                    List.copyOf(species.probabilities().keySet()));
            assertEquals(
                    1,
                    species.probabilities().values().stream()
                            .mapToDouble(p -> p)
                            .sum(),
                    1e-6);
        }
    }

    private static final String SHOP = """
            /// Tells what is sold & how <often>.
            model Shop {
              /// How *often* @ all.
              input size: f32[B, 2]
              input town: i64[B]
              input kind: i64[B]
              let all = concat([size, Embedding(4, 2)(town), Embedding(2, 2)(kind)], axis = 1)
              /// Pieces a day.
              output pieces: f32[B] = all |> Dense(1) |> squeeze(-1)
            }
            train Shop {
              data   csv("shop.csv", missing = "mean")
              feed   size = columns(only = ["floor area", "2nd"])
              feed   town = category("town", unknown = true)
              feed   kind = category("kind", ["big-shop", "small"])
              target sold: f32[B] = column("sold")
              loss   squared(pieces, sold)
              optimizer Adam(lr = 0.01)
              run    (epochs = 3, batch = 2, seed = 1)
            }
            """;

    private Path shop() throws IOException {
        Files.writeString(temp.resolve("shop.csv"), """
                floor area,2nd,town,kind,sold
                1,2,Bonn,small,3
                4,,Ulm,big-shop,1
                2,6,Jena,small,2
                """);
        return program(SHOP);
    }

    @Test
    void columnsBecomeComponents() throws Exception {
        Built built = build(shop(), 5);
        Object small = nested(built.type(), "Kind").getEnumConstants()[1];
        try (AutoCloseable shop = load(built.type());
                Model model = Model.load(built.folder())) {
            float[] expected = model.predict(model.read(temp.resolve("shop.csv")))
                    .output("pieces")
                    .toFloats();
            // NaN gets the mean, as an empty cell does.
            List<Object> inputs = List.of(
                    input(built.type(), 1f, 2f, "Bonn", small),
                    input(
                            built.type(),
                            4f,
                            Float.NaN,
                            "Ulm",
                            nested(built.type(), "Kind").getEnumConstants()[0]),
                    input(built.type(), 2f, 6f, "Jena", small));
            List<?> outputs = predictAll(shop, inputs);
            float[] found = new float[outputs.size()];
            for (int i = 0; i < found.length; i++) {
                found[i] = (float) call(outputs.get(i), "sold");
            }
            assertArrayEquals(expected, found);
            // A town that training has not seen, or none at all.
            assertEquals(
                    call(shop, "predict", input(built.type(), 1f, 2f, "Rome", small)),
                    call(shop, "predict", input(built.type(), 1f, 2f, null, small)));
        }
    }

    @Test
    void rowsThatDoNotFitAreExplained() throws Exception {
        Built built = build(shop(), 5);
        Object small = nested(built.type(), "Kind").getEnumConstants()[1];
        try (AutoCloseable shop = load(built.type())) {
            assertEquals(
                    "row 0: floorArea is Infinity. Give a finite number.",
                    refused(shop, input(built.type(), Float.POSITIVE_INFINITY, 2f, "Bonn", small))
                            .getMessage());
            assertEquals(
                    "row 0: kind is null. Give a value.",
                    refused(shop, input(built.type(), 1f, 2f, "Bonn", null)).getMessage());
            assertEquals(
                    "row 0: it is null. Give a value.",
                    refused(shop, (Object) null).getMessage());
        }
    }

    @Test
    void arraysThatDoNotFitAreExplained() throws Exception {
        Built built = build(SAMPLES.resolve("iris/iris.nn"), 0);
        try (AutoCloseable iris = load(built.type())) {
            assertEquals(
                    "row 0: x has 3 values, not 4. The model takes x: f32[4] for each row.",
                    refused(iris, input(built.type(), (Object) new float[3])).getMessage());
            assertEquals(
                    "row 0: x[1] is NaN. Give a finite number; the recipe has no rule for missing ones, such as missing"
                            + " = \"mean\".",
                    refused(iris, input(built.type(), (Object) new float[] {1, Float.NaN, 1, 1}))
                            .getMessage());
            assertEquals(
                    "row 0: x is null. Give a value.",
                    refused(iris, input(built.type(), (Object) null)).getMessage());
            // Its classes are those of the data, which nobody has read.
            assertEquals(
                    "the classes of \"species\" are not known yet: they are learned from data. Train the model first.",
                    refused(iris, input(built.type(), (Object) new float[4])).getMessage());
        }
    }

    @Test
    void anotherModelsFolderIsRefused() throws Exception {
        Built iris = build(SAMPLES.resolve("iris/iris.nn"), 0);
        Path other = temp.resolve("other");
        NnCompiler.compile(shop(), NnCompiler.Options.DEFAULT).write(other);
        Model.initialize(other, 1);
        var e = assertThrows(
                InvocationTargetException.class,
                () -> iris.type().getMethod("load", Path.class).invoke(null, other));
        String message = String.valueOf(e.getCause());
        assertTrue(message.contains("holds the model Shop(size: f32[B, 2]"), message);
    }

    @Test
    void modelsAreLoadedFromAJar() throws Exception {
        Built built = build(SAMPLES.resolve("iris/iris.nn"), 50);
        Path jar = temp.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(built.classes())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(built.classes().relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        float[] row = {6.3f, 3.3f, 6.0f, 2.5f};
        try (AutoCloseable inFolder = load(built.type());
                URLClassLoader loader = InMemoryClasses.load(jar)) {
            Class<?> type = loader.loadClass("com.example.Iris");
            try (AutoCloseable inJar = load(type)) {
                assertEquals(
                        call(inFolder, "predict", input(built.type(), (Object) row))
                                .toString(),
                        call(inJar, "predict", input(type, (Object) row)).toString());
            }
            TrainOptions options =
                    new TrainOptions().base(SAMPLES.resolve("iris")).steps(3);
            try (Trainer trainer =
                    (Trainer) type.getMethod("trainer", TrainOptions.class).invoke(null, options)) {
                assertEquals(3, trainer.train().steps());
            }
        }
    }

    @Test
    void sequencesOfSeveralLengthsGoTogether() throws Exception {
        Built built = build(program("""
                model Last {
                  input x: f32[B, T, 2]
                  output y: f32[B, 3] = mean(x, axis = 1) |> Dense(3)
                  output z: f32[B, T, 2] = x + 1
                }
                """), 0);
        try (AutoCloseable last = load(built.type())) {
            List<Object> inputs = new ArrayList<>();
            for (int length : new int[] {1, 3, 1}) {
                float[][] x = new float[length][2];
                x[length - 1][1] = length;
                inputs.add(input(built.type(), (Object) x));
            }
            List<?> outputs = predictAll(last, inputs);
            for (int i = 0; i < 3; i++) {
                float[][] z = (float[][]) call(outputs.get(i), "z");
                int length = i == 1 ? 3 : 1;
                assertEquals(length, z.length);
                assertArrayEquals(new float[] {1, length + 1}, z[length - 1]);
                assertArrayEquals(
                        (float[]) call(call(last, "predict", inputs.get(i)), "y"),
                        (float[]) call(outputs.get(i), "y"),
                        1e-6f);
            }
        }
    }

    @Test
    void imagesAreTakenAsInTraining() throws Exception {
        Random random = new Random(3);
        Map<String, BufferedImage> images = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            String name = (i % 2 == 0 ? "daisy/" : "rose/") + i + ".png";
            BufferedImage image = new BufferedImage(9 + 5 * i, 20 - i, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < image.getWidth() * image.getHeight(); at++) {
                image.setRGB(at % image.getWidth(), at / image.getWidth(), random.nextInt(1 << 24));
            }
            Path file = temp.resolve("flowers").resolve(name);
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
            images.put(name, image);
        }
        Built built = build(program("""
                model Flower {
                  input image: f32[B, 3, 8, 10]
                  let logits = image |> flatten |> Dense(2)
                  output probabilities: f32[B, 2] = softmax(logits)
                }
                train Flower {
                  data   images("flowers", size = (8, 10))
                  feed   image = pixels(scale = 1 / 255)
                  target kind: i64[B] = labels()
                  loss   cross_entropy(logits, kind)
                  optimizer Adam(lr = 0.01)
                  run    (epochs = 2, batch = 4, seed = 1)
                }
                """), 4);
        try (AutoCloseable flower = load(built.type());
                Model model = Model.load(built.folder())) {
            Predictions expected = model.predict(model.read(temp.resolve("flowers")));
            List<Object> inputs = new ArrayList<>();
            for (BufferedImage image : images.values()) {
                inputs.add(input(built.type(), image));
            }
            List<?> outputs = predictAll(flower, inputs);
            List<Float> found = new ArrayList<>();
            for (int i = 0; i < outputs.size(); i++) {
                var kind = (Classification<?>) call(outputs.get(i), "kind");
                assertEquals(expected.classes("probabilities").orElseThrow().get(i), kind.label());
                found.addAll(kind.probabilities().values());
            }
            List<Float> wanted = new ArrayList<>();
            for (float value : expected.output("probabilities").toFloats()) {
                wanted.add(value);
            }
            assertEquals(wanted, found);
            assertEquals(
                    "row 0: image is null. Give an image.",
                    refused(flower, input(built.type(), (Object) null)).getMessage());
        }
    }

    @Test
    void aModelWithoutABatchHasNoClass() throws IOException {
        Path graphs = temp.resolve("graphs");
        NnCompiler.compile(
                        program(
                                "model Whole {\n  input x: f32[B, 2]\n  output y: f32[2] = mean(x |> Dense(2), axis = 0)\n}\n"),
                        NnCompiler.Options.DEFAULT)
                .write(graphs);
        Model.initialize(graphs, 1);
        try (Model model = Model.load(graphs)) {
            assertFalse(ModelClass.fits(model.spec()));
        }
    }

    @Test
    void sourcesAreAsTheyWere() throws IOException {
        Map<String, Path> programs = new LinkedHashMap<>();
        programs.put("Tumour", SAMPLES.resolve("breast_cancer/tumour.nn"));
        programs.put("Shop", shop());
        for (Map.Entry<String, Path> program : programs.entrySet()) {
            Path graphs = temp.resolve(program.getKey());
            NnCompiler.compile(program.getValue(), NnCompiler.Options.DEFAULT).write(graphs);
            Model.initialize(graphs, 1);
            String text =
                    generate(graphs, "com/example/" + program.getKey() + ".nn").text();
            Path golden = Path.of("src/test/resources/golden/" + program.getKey() + ".java.txt");
            if ("update".equals(System.getProperty("golden"))) {
                Files.createDirectories(golden.getParent());
                Files.writeString(golden, text);
            }
            assertEquals(Files.readString(golden), text);
        }
    }
}
