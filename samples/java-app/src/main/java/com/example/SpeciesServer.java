package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.typed.Classification;

/** Answers questions over HTTP, in JSON. */
final class SpeciesServer implements AutoCloseable {

    private final Iris iris;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private SpeciesServer(Iris iris, HttpServer http) {
        this.iris = iris;
        this.http = http;
    }

    /** @param port 0 for any that is free */
    static SpeciesServer start(Iris iris, int port) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(port), 0);
        SpeciesServer server = new SpeciesServer(iris, http);
        http.createContext("/species", server::answer);
        // Several threads may ask the model at once.
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    int port() {
        return http.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            Iris.Output output = iris.predict(input(exchange.getRequestURI()));
            send(exchange, 200, json(output.species()));
        } catch (IllegalArgumentException | UserException e) {
            send(exchange, 400, "{\"error\": \"" + e.getMessage().replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
        }
    }

    private static Iris.Input input(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] sides = pair.split("=", 2);
                query.put(sides[0], sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
            }
        }
        return new Iris.Input(
                number(query, "sepal_length"),
                number(query, "sepal_width"),
                number(query, "petal_length"),
                number(query, "petal_width"));
    }

    private static float number(Map<String, String> query, String name) {
        String text = query.get(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no number: " + text, e);
        }
    }

    private static String json(Classification<Iris.Species> species) {
        String probabilities = species.probabilities().entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "\"%s\": %.4f", each.getKey().text(), each.getValue()))
                .collect(Collectors.joining(", "));
        return "{\"species\": \"" + species.label().text() + "\", \"probabilities\": {" + probabilities + "}}";
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdown();
        iris.close();
    }
}
