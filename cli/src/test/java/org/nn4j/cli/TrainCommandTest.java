package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainCommandTest {

    @TempDir
    private Path folder;

    private String train(String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = new String[more.length + 4];
        args[0] = "train";
        args[1] = "../samples/iris/iris.nn";
        args[2] = "-o";
        args[3] = folder.resolve("Iris").toString();
        System.arraycopy(more, 0, args, 4, more.length);
        assertEquals(0, Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args), err::toString);
        return out.toString();
    }

    /** 150 flowers less 15 % and 15 % in batches of 16: 7 steps an epoch. */
    @Test
    void saysWhereInAnEpochTheStepsEnded() {
        String out = train("--steps", "17");
        assertTrue(out.contains("Done after 2 epochs and 3 steps in "), out);
        // The loss still falls, so the third epoch, of which it has done a part, is the best.
        assertTrue(out.contains("; kept the weights of epoch 3."), out);
        assertTrue(train("--steps", "1").contains("Done after 1 step in "));
        assertTrue(train("--epochs", "1").contains("Done after 1 epoch in "));
    }
}
