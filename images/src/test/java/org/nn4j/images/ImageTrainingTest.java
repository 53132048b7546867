package org.nn4j.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.TrainOptions;
import org.nn4j.runtime.Trainer;

/** Folders of reddish and bluish pictures, from files to predictions. */
final class ImageTrainingTest {

    private static final String PROGRAM = """
            model Colours {
              input picture: f32[B, 3, 4, 4]
              let logits = picture |> flatten |> Dense(2)
              output p: f32[B, 2] = softmax(logits)
            }
            train Colours {
              data      images("pictures", size = (4, 4), validation = 0.2, split = "stratified")
              feed      picture = pixels(scale = 1 / 255)
              target    colour: i64[B] = labels()
              loss      cross_entropy(logits, colour)
              metric    accuracy = Accuracy()(p, colour)
              optimizer Adam(lr = 0.05)
              run       (epochs = 40, batch = 8, seed = 1)
            }
            """;

    @TempDir
    private Path temp;

    @Test
    void trainsEvaluatesAndPredicts() throws IOException {
        Random random = new Random(9);
        for (int i = 0; i < 40; i++) {
            int weak = random.nextInt(100);
            int strong = 120 + random.nextInt(100);
            boolean red = i % 2 == 0;
            write((red ? "red/" : "blue/") + i + ".jpg", new Color(red ? strong : weak, weak, red ? weak : strong));
        }
        Path program = Files.writeString(temp.resolve("colours.nn"), PROGRAM);
        NnCompiler.compile(program, NnCompiler.Options.DEFAULT).write(temp.resolve("compiled"));
        try (Trainer trainer = Trainer.open(
                temp.resolve("compiled"), new TrainOptions().base(temp).threads(1))) {
            assertEquals(8, trainer.trainingPlan().validationRows());
            trainer.train();
            trainer.save(temp.resolve("saved"));
        }
        try (Model model = Model.load(temp.resolve("saved"))) {
            assertEquals(1, model.evaluate(temp.resolve("pictures")).number("accuracy"));
            StringWriter csv = new StringWriter();
            Path folder = temp.resolve("pictures/red");
            model.predict(model.read(folder)).writeCsv(csv);
            List<String> lines = csv.toString().lines().toList();
            assertEquals("file,colour,p.blue,p.red", lines.get(0));
            assertTrue(lines.get(1).startsWith(folder.resolve("0.jpg") + ",red,"), lines.get(1));
        }
    }

    private void write(String file, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(20, 12, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 20, 12);
        graphics.dispose();
        Path path = temp.resolve("pictures").resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, "jpg", path.toFile());
    }
}
