package org.nn4j.codegen;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;
import org.nn4j.runtime.error.UserException;

/** Generated classes, compiled by javac and called by reflection, with models trained on data beside them. */
abstract class GeneratedClasses {

    static final Path SAMPLES = Path.of("../samples");

    @TempDir
    Path temp;

    /** A class with its model beside it, as in a jar. */
    record Built(Class<?> type, Path folder, Path classes) {}

    Built build(Path program, long steps) throws IOException, ReflectiveOperationException {
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

    static GeneratedClass generate(Path folder, String source) {
        try (Model model = Model.load(folder)) {
            return ModelClass.of(
                    "com.example", source, model.spec(), model.recipe().orElse(null));
        }
    }

    Path program(String text) throws IOException {
        return Files.writeString(temp.resolve("program.nn"), text);
    }

    static Object call(Object on, String method, @Nullable Object... arguments) throws ReflectiveOperationException {
        for (var each : on.getClass().getMethods()) {
            if (each.getName().equals(method) && each.getParameterCount() == arguments.length) {
                return Objects.requireNonNull(each.invoke(on, arguments));
            }
        }
        throw new NoSuchMethodException(method);
    }

    static AutoCloseable load(Class<?> type) throws ReflectiveOperationException {
        return (AutoCloseable) type.getMethod("load").invoke(null);
    }

    static Object input(Class<?> type, @Nullable Object... values) throws ReflectiveOperationException {
        return nested(type, "Input").getConstructors()[0].newInstance(values);
    }

    static Class<?> nested(Class<?> type, String name) {
        return List.of(type.getClasses()).stream()
                .filter(each -> each.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<?> predictAll(Object model, List<Object> inputs) throws ReflectiveOperationException {
        return (List<?>) call(model, "predictAll", inputs);
    }

    static UserException refused(Object model, @Nullable Object input) {
        var e = assertThrows(InvocationTargetException.class, () -> call(model, "predict", input));
        return (UserException) Objects.requireNonNull(e.getCause());
    }

    static void assertMessage(UserException e, String part) {
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
}
