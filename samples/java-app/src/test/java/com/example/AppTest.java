package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppTest {

    private static final Iris.Input SETOSA = new Iris.Input(5.1f, 3.5f, 1.4f, 0.2f);
    private static final Iris.Input VIRGINICA = new Iris.Input(6.3f, 3.3f, 6.0f, 2.5f);

    @Test
    void theModelThatTheBuildTrainedIsInTheClassPath() {
        try (Iris iris = Iris.load()) {
            List<Iris.Species> species = iris.predictAll(List.of(SETOSA, VIRGINICA)).stream()
                    .map(output -> output.species().label())
                    .toList();
            assertEquals(List.of(Iris.Species.SETOSA, Iris.Species.VIRGINICA), species);
        }
    }

    @Test
    void aModelIsTrainedSavedAndLoaded(@TempDir Path temp) {
        App.train(Path.of("src/main/nn/com/example/iris.csv"), temp.resolve("Iris"));
        try (Iris iris = Iris.load(temp.resolve("Iris"))) {
            assertEquals(Iris.Species.SETOSA, iris.predict(SETOSA).species().label());
        }
    }

    @Test
    void questionsAreAnsweredInJson() throws Exception {
        try (SpeciesServer server = SpeciesServer.start(Iris.load(), 0)) {
            HttpResponse<String> answer =
                    get(server, "sepal_length=6.3&sepal_width=3.3&petal_length=6.0&petal_width=2.5");
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().startsWith("{\"species\": \"virginica\", \"probabilities\": {\"setosa\": 0."));
            HttpResponse<String> refusal =
                    get(server, "sepal_length=NaN&sepal_width=3.3&petal_length=6.0&petal_width=2.5");
            assertEquals(400, refusal.statusCode());
            assertTrue(refusal.body().contains("sepalLength is NaN"), refusal.body());
            assertEquals("{\"error\": \"sepal_length is missing\"}", get(server, "x=1").body());
        }
    }

    private static HttpResponse<String> get(SpeciesServer server, String query) throws Exception {
        URI uri = URI.create("http://localhost:" + server.port() + "/species?" + query);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
