package org.nn4j.cli;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** A small project that trains at once: a program with a test, data, and a README with the commands. */
enum Scaffold {
    TABULAR("Flowers") {
        @Override
        void writeData(Path folder) throws IOException {
            put(folder, "iris.csv", text("iris.csv"));
        }
    },
    IMAGE("Numbers") {
        @Override
        void writeData(Path folder) throws IOException {
            writeImages(folder.resolve("images"), text("digits.csv"));
        }
    },
    SEQUENCE("Airline") {
        @Override
        void writeData(Path folder) throws IOException {
            put(folder, "airline_passengers.csv", text("airline_passengers.csv"));
        }
    },
    TEXT("Plays") {
        @Override
        void writeData(Path folder) throws IOException {
            String beginning =
                    text("shakespeare.txt").lines().limit(TEXT_LINES).collect(Collectors.joining("\n", "", "\n"));
            put(folder, "shakespeare.txt", beginning);
        }
    };

    /** The model's vocabulary is that of these lines. */
    private static final int TEXT_LINES = 6000;

    private static final int IMAGES = 600;
    private static final int IMAGE_SIZE = 8;
    private static final int WHITE = 16;

    /** The model's name in the template, and in lower case that of the program. */
    private final String template;

    Scaffold(String template) {
        this.template = template;
    }

    abstract void writeData(Path folder) throws IOException;

    String kind() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> kinds() {
        return Arrays.stream(values()).map(Scaffold::kind).toList();
    }

    /** Writes all of it; answers the name of the program. */
    String write(Path folder, String model) throws IOException {
        Files.createDirectories(folder);
        String program = fileName(model);
        String old = fileName(template);
        put(folder, program, text(old).replaceAll(word(template), model));
        String readme = text("README.md").replaceAll(word(template), model).replaceAll(word(old), program);
        put(folder, "README.md", readme);
        writeData(folder);
        return program;
    }

    private static String word(String text) {
        return "\\b" + Pattern.quote(text) + "\\b";
    }

    /** {@code HouseNumbers} is in {@code house_numbers.nn}. */
    private static String fileName(String model) {
        return model.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT) + ".nn";
    }

    String text(String file) throws IOException {
        String name = "scaffold/" + kind() + "/" + file;
        try (InputStream in = Scaffold.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void put(Path folder, String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    /** The first rows of a table with a pixel in each column and the digit in the last, as pictures by digit. */
    private static void writeImages(Path folder, String table) throws IOException {
        // Otherwise it keeps a file for each picture that it writes.
        ImageIO.setUseCache(false);
        int[] written = new int[10];
        try (BufferedReader rows = new BufferedReader(new StringReader(table))) {
            rows.readLine();
            for (int i = 0; i < IMAGES; i++) {
                int[] row = Arrays.stream(rows.readLine().split(",", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                int digit = row[IMAGE_SIZE * IMAGE_SIZE];
                Path file =
                        folder.resolve(Integer.toString(digit)).resolve(String.format("%03d.png", written[digit]++));
                Files.createDirectories(file.getParent());
                ImageIO.write(picture(row), "png", file.toFile());
            }
        }
    }

    private static BufferedImage picture(int[] row) {
        BufferedImage picture = new BufferedImage(IMAGE_SIZE, IMAGE_SIZE, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < IMAGE_SIZE * IMAGE_SIZE; i++) {
            picture.getRaster().setSample(i % IMAGE_SIZE, i / IMAGE_SIZE, 0, row[i] * 255 / WHITE);
        }
        return picture;
    }
}
