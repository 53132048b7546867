package com.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.TrainResult;
import org.nn4j.runtime.Trainer;

/**
 * Trains, predicts and serves.
 *
 * <pre>
 * java -jar target/java-app-1.jar                         serves the model that the build has trained
 * java -jar target/java-app-1.jar train DATA.csv FOLDER   trains a new one
 * java -jar target/java-app-1.jar serve FOLDER            serves that
 * </pre>
 */
public final class App {

    private static final int PORT = 8080;

    private App() {}

    public static void main(String[] arguments) {
        String command = arguments.length == 0 ? "serve" : arguments[0];
        if (command.equals("train") && arguments.length == 3) {
            train(Path.of(arguments[1]), Path.of(arguments[2]));
        } else if (command.equals("serve") && arguments.length <= 2) {
            serve(arguments.length == 2 ? Iris.load(Path.of(arguments[1])) : Iris.load());
        } else {
            System.err.println("Give nothing, or: train DATA.csv FOLDER, or: serve FOLDER");
            System.exit(2);
        }
    }

    /** Trains on a file, saves the model, loads it and asks it. */
    static void train(Path data, Path folder) {
        try (Trainer trainer = Iris.trainer(new TrainOptions().data(data))) {
            TrainResult result = trainer.train();
            trainer.save(folder);
            System.out.printf(
                    "Accuracy on flowers that it has not seen: %.3f%n",
                    result.splits().get("test").number("accuracy"));
        }
        try (Iris iris = Iris.load(folder)) {
            Iris.Output output = iris.predict(new Iris.Input(5.1f, 3.5f, 1.4f, 0.2f));
            System.out.println("Sepals of 5.1 × 3.5 cm and petals of 1.4 × 0.2 cm: " + output.species().label().text());
        }
    }

    private static void serve(Iris iris) {
        try {
            SpeciesServer server = SpeciesServer.start(iris, PORT);
            System.out.println("http://localhost:" + server.port()
                    + "/species?sepal_length=5.1&sepal_width=3.5&petal_length=1.4&petal_width=0.2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
