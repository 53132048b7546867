package org.nn4j.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.build.BuildOptions.ModelOptions;
import org.nn4j.compiler.Libraries;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainListener;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.session.Device;
import org.nn4j.runtime.storage.ModelFolder;

/** What is compiled, what is left alone and what goes, over several builds of one project. */
final class CompilationTest {

    private static final BuildOptions DEFAULT = new BuildOptions("", 0, true, List.of());
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    private static final String MODEL = """
            import acme.layers.{Scale}
            model Net(width: int = 2) {
              input x: f32[B, 3]
              output y: f32[B, width] = x |> Scale() |> Dense(width)
            }
            train Net {
              data   csv("net.csv")
              feed   x = columns(only = ["a", "b", "c"])
              target t: f32[B, 2] = columns(only = ["d", "e"])
              loss   squared(y, t)
              optimizer Sgd(lr = 0.1)
              run    (epochs = 2, batch = 2, seed = 1)
            }
            """;
    private static final String LAYERS = """
            layer Scale()(x: f32[B, C]) -> f32[B, C] {
              param s: f32[C] = ones(C)
              return x * s
            }
            """;

    @TempDir
    Path project;

    private ProgramTree tree;

    @BeforeEach
    void project() throws IOException {
        tree = new ProgramTree(
                project.resolve("src"),
                project.resolve("classes/META-INF/nn"),
                project.resolve("generated"),
                project.resolve("target/nn4j/main"));
        write("com/example/net.nn", MODEL);
        write("acme/layers.nn", LAYERS);
        write("com/example/net.csv", "a,b,c,d,e\n1,2,3,4,5\n3,1,2,2,4\n0,1,1,1,0\n2,2,0,1,3\n");
        write("alone.nn", "model Alone {\n  input x: f32[B, 2]\n  output y: f32[B, 1] = x |> Dense(1)\n}\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = tree.sources().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Compilation.Result build(BuildOptions options) throws IOException {
        return Compilation.of(tree, options, Libraries.of(List.of(tree.sources())), file -> {});
    }

    private List<String> compiled(BuildOptions options) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : build(options).compiled()) {
            names.add(ProgramTree.slashes(tree.sources().relativize(file)));
        }
        return names;
    }

    private Map<String, FileTime> outputs() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        if (Files.exists(tree.resources())) {
            try (Stream<Path> files = Files.walk(tree.resources())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    times.put(ProgramTree.slashes(tree.resources().relativize(file)), Files.getLastModifiedTime(file));
                }
            }
        }
        return times;
    }

    /** Gives all outputs an old time, by which one sees what was touched since. */
    private Map<String, FileTime> aged() throws IOException {
        for (String output : outputs().keySet()) {
            Files.setLastModifiedTime(tree.resources().resolve(output), LONG_AGO);
        }
        return outputs();
    }

    private List<String> touched() throws IOException {
        return outputs().entrySet().stream()
                .filter(e -> !e.getValue().equals(LONG_AGO))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void modelsAndProgramsBecomeResources() throws IOException {
        Compilation.Result result = build(DEFAULT);
        assertEquals(
                List.of("Alone", "com.example.Net"),
                result.models().stream().map(m -> m.name().qualified()).toList());
        assertTrue(outputs().keySet().containsAll(List.of("acme/layers.nn", "alone.nn", "com/example/net.nn")));
        assertFalse(outputs().containsKey("com/example/net.csv"));
        try (Model model = Model.load(tree.resources().resolve("com.example.Net"))) {
            assertEquals("Net", model.spec().name());
        }
    }

    @Test
    void nothingChangedMeansNothingTouched() throws IOException {
        build(DEFAULT);
        Map<String, FileTime> before = aged();
        assertEquals(List.of(), compiled(DEFAULT));
        assertEquals(before, outputs());
    }

    @Test
    void anImportRecompilesThoseThatDependOnIt() throws IOException {
        build(DEFAULT);
        aged();
        write("acme/layers.nn", LAYERS.replace("x * s", "x * s + 1"));
        assertEquals(List.of("acme/layers.nn", "com/example/net.nn"), compiled(DEFAULT));
        assertTrue(touched().contains("com.example.Net/model.onnx"));
        assertFalse(touched().contains("Alone/model.onnx"));
    }

    @Test
    void aModuleThatHidesAnotherCounts() throws IOException {
        build(DEFAULT);
        write("com/example/acme/layers.nn", LAYERS.replace("ones(C)", "zeros(C)"));
        assertEquals(List.of("com/example/acme/layers.nn", "com/example/net.nn"), compiled(DEFAULT));
    }

    @Test
    void optionsCount() throws IOException {
        build(DEFAULT);
        assertEquals(3, compiled(new BuildOptions("", 1, true, List.of())).size());
        var wider = new ModelOptions("Alone", null, Map.of("none", "1"), null);
        assertThrows(ProgramsRefused.class, () -> build(new BuildOptions("", 0, true, List.of(wider))));
    }

    @Test
    void settingsReachTheirModel() throws IOException {
        write("com/example/net.nn", MODEL.substring(0, MODEL.indexOf("train")));
        var wide = new ModelOptions("com.example.Net", null, Map.of("width", "5"), null);
        build(new BuildOptions("", 0, true, List.of(wide)));
        try (Model model = Model.load(tree.resources().resolve("com.example.Net"))) {
            assertEquals("y: f32[B, 5]", model.spec().outputs().get(0).toString());
        }
    }

    @Test
    void aPackageStandsBeforeTheFolders() throws IOException {
        build(new BuildOptions("org.acme", 0, true, List.of()));
        assertTrue(outputs().containsKey("org.acme.Alone/model.onnx"));
        assertTrue(outputs().containsKey("org.acme.com.example.Net/model.onnx"));
    }

    @Test
    void outputsOfDeletedProgramsGo() throws IOException {
        build(DEFAULT);
        Files.delete(tree.sources().resolve("com/example/net.nn"));
        assertEquals(List.of(), compiled(DEFAULT));
        assertTrue(outputs().keySet().stream().noneMatch(output -> output.contains("example")), outputs()::toString);
        assertFalse(Files.exists(tree.resources().resolve("com")));
        assertTrue(outputs().containsKey("Alone/model.onnx"));
    }

    @Test
    void filesThatAModelNoLongerHasGo() throws IOException {
        build(DEFAULT);
        assertTrue(outputs().containsKey("com.example.Net/train.onnx"));
        write("com/example/net.nn", MODEL.substring(0, MODEL.indexOf("train")));
        build(DEFAULT);
        assertFalse(outputs().containsKey("com.example.Net/train.onnx"));
    }

    @Test
    void aLostOutputIsMadeAgain() throws IOException {
        build(DEFAULT);
        aged();
        Files.delete(tree.resources().resolve("Alone/model.safetensors"));
        assertEquals(List.of("alone.nn"), compiled(DEFAULT));
        assertEquals(List.of("Alone/model.safetensors"), touched());
    }

    @Test
    void aBrokenProgramLeavesAllAsItWas() throws IOException {
        build(DEFAULT);
        Map<String, FileTime> before = aged();
        write("acme/layers.nn", LAYERS.replace("x * s", "sqr(x) * s"));
        write("alone.nn", "model Alone {\n  input x: f32[B, 2]\n  output y: f32[B, 3] = x |> Dense(1)\n}\n");
        ProgramsRefused refused = assertThrows(ProgramsRefused.class, () -> build(DEFAULT));
        // Once, though two programs see the module.
        assertEquals(2, refused.findings().size(), refused::getMessage);
        Finding unknown = refused.findings().get(0);
        assertEquals(tree.sources().resolve("acme/layers.nn"), unknown.file());
        assertEquals(3, unknown.line());
        assertEquals(10, unknown.column());
        assertEquals(3, refused.findings().get(1).line());
        assertEquals(before, outputs());
        // What was right is not forgotten.
        write("acme/layers.nn", LAYERS);
        assertEquals(
                List.of("alone.nn"),
                compiledAfter(
                        "alone.nn",
                        "model Alone {\n  input x: f32[B, 2]\n  output y: " + "f32[B, 4] = x |> Dense(4)\n}\n"));
    }

    private List<String> compiledAfter(String path, String text) throws IOException {
        write(path, text);
        return compiled(DEFAULT);
    }

    @Test
    void modelsGetClasses() throws IOException {
        build(DEFAULT);
        Path net = tree.classes().resolve("com/example/Net.java");
        assertTrue(Files.readString(net).contains("public record Input(float a, float b, float c)"));
        Files.setLastModifiedTime(net, LONG_AGO);
        // The same class again: javac has nothing to do.
        write("com/example/net.nn", "// A remark.\n" + MODEL);
        assertEquals(List.of("com/example/net.nn"), compiled(DEFAULT));
        assertEquals(LONG_AGO, Files.getLastModifiedTime(net));
        Files.delete(tree.sources().resolve("com/example/net.nn"));
        build(DEFAULT);
        assertFalse(Files.exists(tree.classes().resolve("com")));
        build(new BuildOptions("", 0, false, List.of()));
        assertFalse(Files.exists(tree.classes().resolve("Alone.java")));
    }

    @Test
    void whatIsNoJavaNameIsRefused() throws IOException {
        write("my-models/net.nn", MODEL);
        UserException e = assertThrows(UserException.class, () -> build(DEFAULT));
        assertTrue(e.problem().contains("\"my-models.Net\""), e::problem);
        build(new BuildOptions("", 0, false, List.of()));
        assertTrue(outputs().containsKey("my-models.Net/model.onnx"));
    }

    @Test
    void twoModelsOfOneNameAreRefused() throws IOException {
        write("com/example/other.nn", "model net {\n  input x: f32[B, 2]\n  output y: f32[B, 2] = x |> Dense(2)\n}\n");
        UserException e = assertThrows(UserException.class, () -> build(DEFAULT));
        assertTrue(e.problem().startsWith("a second model \"com.example.net\""), e::problem);
        assertEquals(Map.of(), outputs());
    }

    @Test
    void optionsOfAModelThatIsNotThereAreRefused() throws IOException {
        var misspelt = new ModelOptions("com.example.Nett", null, Map.of(), null);
        BuildOptions options = new BuildOptions("", 0, true, List.of(misspelt));
        List<ModelName> models =
                build(options).models().stream().map(BuiltModel::name).toList();
        UserException e = assertThrows(UserException.class, () -> options.requireAll(models, tree.sources()));
        assertTrue(e.getMessage().contains("\"com.example.Net\""), e::getMessage);
        DEFAULT.requireAll(models, tree.sources());
    }

    @Test
    void trainedWeightsStayWhileTheProgramMeansTheSame() throws IOException {
        BuiltModel net = build(DEFAULT).models().get(1);
        var asItSays = new ModelTraining.Options(null, null, null, null, null, Device.CPU);
        ModelTraining training = ModelTraining.of(net, tree.state(), asItSays).orElseThrow();
        assertFalse(training.isDone());
        byte[] first = Files.readAllBytes(net.folder().resolve(ModelFolder.WEIGHTS));
        assertEquals(4, training.run(new TrainListener() {}).steps());
        assertTrue(training.isDone());
        byte[] trained = Files.readAllBytes(net.folder().resolve(ModelFolder.WEIGHTS));
        assertFalse(Arrays.equals(first, trained));

        assertEquals(List.of(), compiled(DEFAULT));
        assertArrayEquals(trained, Files.readAllBytes(net.folder().resolve(ModelFolder.WEIGHTS)));

        write("com/example/net.nn", "// A remark.\n" + MODEL);
        assertEquals(List.of("com/example/net.nn"), compiled(DEFAULT));
        assertArrayEquals(trained, Files.readAllBytes(net.folder().resolve(ModelFolder.WEIGHTS)));
        assertTrue(training.isDone());

        write("com/example/net.csv", "a,b,c,d,e\n1,2,3,4,5\n3,1,2,2,4\n0,1,1,1,0\n2,2,0,1,9\n");
        assertFalse(training.isDone());

        write("com/example/net.nn", MODEL.replace("Scale()", "Scale() |> tanh"));
        assertEquals(List.of("com/example/net.nn"), compiled(DEFAULT));
        assertFalse(Arrays.equals(trained, Files.readAllBytes(net.folder().resolve(ModelFolder.WEIGHTS))));
    }

    @Test
    void aModelWithoutARecipeHasNoTraining() throws IOException {
        BuiltModel alone = build(DEFAULT).models().get(0);
        var asItSays = new ModelTraining.Options(null, null, null, null, null, Device.CPU);
        assertTrue(ModelTraining.of(alone, tree.state(), asItSays).isEmpty());
    }
}
