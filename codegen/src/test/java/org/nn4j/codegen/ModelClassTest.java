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
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.Predictions;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.typed.ClassName;
import org.nn4j.runtime.typed.Classification;

/** Generated classes are compiled by javac and used with models that were trained on the samples' data. */
final class ModelClassTest {

    private static final Path SAMPLES = Path.of("../samples");

    @TempDir
    Path temp;

    /** A class with its model beside it, as in a jar. */
    private record Built(Class<?> type, Path folder, Path classes) {}

    private Built build(Path program, long steps) throws IOException, ReflectiveOperationException {
        Path graphs = temp.resolve("graphs");
        var compiled = NnCompiler.compile(program, NnCompiler.Options.DEFAULT);
        compiled.write(graphs);
        Path classes = temp.resolve("classes");
        Path folder = classes.resolve("META-INF/nn/com.example." + compiled.name());
        Files.createDirectories(folder.getParent());
        if (steps > 0) {
            TrainOptions options = new TrainOptions()
                    .base(program.resolveSibling(""))
                    .steps(steps)
                    .seed(1);
            try (Trainer trainer = Trainer.open(graphs, options)) {
                trainer.train();
                trainer.save(folder);
            }
        } else {
            Model.initialize(graphs, 1, folder);
        }
        GeneratedClass generated = generate(folder, program.getFileName().toString());
        InMemoryClasses.compile(Map.of(generated.path(), generated.text()), classes);
        Class<?> type = InMemoryClasses.load(classes).loadClass("com.example." + compiled.name());
        return new Built(type, folder, classes);
    }

    private static GeneratedClass generate(Path folder, String source) {
        try (Model model = Model.load(folder)) {
            return ModelClass.of(
                    "com.example", source, model.spec(), model.recipe().orElse(null));
        }
    }

    private Path program(String text) throws IOException {
        return Files.writeString(temp.resolve("program.nn"), text);
    }

    private static Object call(Object on, String method, @Nullable Object... arguments)
            throws ReflectiveOperationException {
        for (var each : on.getClass().getMethods()) {
            if (each.getName().equals(method) && each.getParameterCount() == arguments.length) {
                return Objects.requireNonNull(each.invoke(on, arguments));
            }
        }
        throw new NoSuchMethodException(method);
    }

    private static AutoCloseable load(Class<?> type) throws ReflectiveOperationException {
        return (AutoCloseable) type.getMethod("load").invoke(null);
    }

    private static Object input(Class<?> type, @Nullable Object... values) throws ReflectiveOperationException {
        return nested(type, "Input").getConstructors()[0].newInstance(values);
    }

    private static Class<?> nested(Class<?> type, String name) {
        return List.of(type.getClasses()).stream()
                .filter(each -> each.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<?> predictAll(Object model, List<Object> inputs) throws ReflectiveOperationException {
        return (List<?>) call(model, "predictAll", inputs);
    }

    private static UserException refused(Object model, @Nullable Object input) {
        var e = assertThrows(InvocationTargetException.class, () -> call(model, "predict", input));
        return (UserException) Objects.requireNonNull(e.getCause());
    }

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
    void textsAndDatesAreTakenAsInTraining() throws Exception {
        Files.writeString(temp.resolve("films.csv"), """
                text,seen,good
                a fine film,2024-05-31T18:30:00,1
                dull,2023-01-01T20:15:00,0
                " fine  story, fine cast ",2022-12-24T00:00:00,1
                a dull story and more of it,2024-02-29T23:59:59,0
                """);
        Built built = build(program("""
                model Judge(vocab: int = 10) {
                  input tokens: i64[B, T]
                  input n: i64[B]
                  input letters: i64[B, L]
                  input hour: f32[B, 2]
                  input day: f32[B]
                  let vectors = Embedding(vocab, 4, init = normal(0.5))(tokens)
                  let words = sum(where(unsqueeze(sequence_mask(n, T), 2), vectors, 0), axis = 1)
                  let spelling = mean(Embedding(10, 3)(letters), axis = 1)
                  let logit = concat([words, spelling, hour, day[:, newaxis] / 31], axis = 1) |> Dense(1) |> squeeze(-1)
                  output probability: f32[B] = sigmoid(logit)
                }
                train Judge {
                  data      csv("films.csv")
                  feed      tokens = words("text", vocab = vocab, max = 4, unknown = true)
                  feed      n = lengths("text")
                  feed      letters = chars("text", vocab = 10, max = 5)
                  feed      hour = date("seen", ["hour"], cyclic = true)
                  feed      day = date("seen", ["day"])
                  target    good: f32[B] = column("good")
                  loss      binary_cross_entropy(logit, good)
                  optimizer Adam(lr = 0.1)
                  run       (steps = 20, batch = 1, seed = 3)
                }
                """), 20);
        List<String> texts = List.of("a fine film", "dull", " fine  story, fine cast ", "a dull story and more of it");
        List<String> seen =
                List.of("2024-05-31T18:30:00", "2023-01-01T20:15:00", "2022-12-24T00:00:00", "2024-02-29T23:59:59");
        try (AutoCloseable judge = load(built.type());
                Model model = Model.load(built.folder())) {
            List<Object> inputs = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                inputs.add(input(built.type(), texts.get(i), LocalDateTime.parse(seen.get(i))));
            }
            List<?> outputs = predictAll(judge, inputs);
            for (int i = 0; i < texts.size(); i++) {
                Path one = Files.writeString(
                        temp.resolve("one.csv"), "text,seen\n\"" + texts.get(i) + "\"," + seen.get(i) + "\n");
                float expected = model.predict(model.read(one))
                        .output("probability")
                        .floats()
                        .get(0);
                assertEquals(expected, (float) call(outputs.get(i), "good"), 1e-6f);
            }
            // Words may be unknown, characters may not.
            Object time = LocalDateTime.parse(seen.get(0));
            call(judge, "predict", input(built.type(), "a film fi", time));
            assertMessage(refused(judge, input(built.type(), "Zoo", time)), "row 0: text has \"Z\"");
            assertMessage(refused(judge, input(built.type(), " ", time)), "row 0: text has 0 words. Give at least one");
            assertMessage(refused(judge, input(built.type(), null, time)), "row 0: text is null");
            assertMessage(refused(judge, input(built.type(), "dull", null)), "row 0: seen is null");
            // Rows are counted as the caller does, whatever goes together.
            inputs.set(2, input(built.type(), texts.get(2), null));
            var e = assertThrows(InvocationTargetException.class, () -> predictAll(judge, inputs));
            assertMessage((UserException) Objects.requireNonNull(e.getCause()), "row 2: seen is null");
        }
    }

    @Test
    void aPieceOfTextIsTakenByItsCharacters() throws Exception {
        Files.writeString(temp.resolve("song.txt"), "la la lo la la li ".repeat(20));
        Built built = build(program("""
                model Song(vocab: int = 5) {
                  input tokens: i64[B, 4]
                  let logits = Dense(vocab)(one_hot(tokens, vocab))
                  output p: f32[B, 4, vocab] = softmax(logits)
                }
                train Song {
                  data      text("song.txt", context = 4)
                  feed      tokens = chars()
                  target    following: i64[B, 4]
                  loss      cross_entropy(logits, following)
                  optimizer Adam(lr = 0.1)
                  run       (steps = 50, batch = 8, seed = 1)
                }
                """), 50);
        try (AutoCloseable song = load(built.type())) {
            float[][] p = (float[][]) call(call(song, "predict", input(built.type(), "a lo")), "p");
            // After l comes a, i or o, and never a blank or another l: the characters are " ailo".
            assertTrue(p[2][1] > 0.5 && p[2][0] < 0.1 && p[2][3] < 0.1, Arrays.toString(p[2]));
            assertMessage(refused(song, input(built.type(), "la")), "tokens has 2 characters. Give 4 characters");
            assertMessage(refused(song, input(built.type(), "la x")), "\"x\", which stands in no training row");
        }
    }

    private static void assertMessage(UserException e, String part) {
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
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
