package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class SummaryCommandTest {

    private static final String GPT = "../samples/shakespeare/gpt.nn";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void showsLayersAsATreeDownToADepth() {
        assertEquals(0, run("summary", GPT), err::toString);
        assertTrue(out.toString().contains("├ transformer_block.0: TransformerBlock  f32[B, T, 128]     198,272"));
        assertTrue(out.toString().contains("│ ├ attention: MultiHeadAttention"));
        assertFalse(out.toString().contains("query: Dense"));
        assertTrue(out.toString().contains("multiply-adds  27,795,456 for one row, at T = 64"));
        out.getBuffer().setLength(0);
        assertEquals(0, run("summary", GPT, "--depth", "3"));
        assertTrue(out.toString().contains("│ │ ├ query: Dense"));
        out.getBuffer().setLength(0);
        assertEquals(0, run("summary", GPT, "--depth", "1", "--set", "depth=1"));
        assertFalse(out.toString().contains("attention"));
        assertFalse(out.toString().contains("transformer_block.1"));
    }

    @Test
    void jsonHasTheSameNumbers() {
        assertEquals(0, run("summary", "../samples/digits/cnn.nn", "--json"), err::toString);
        JsonObject line = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals(35_914, line.get("parameters").getAsLong());
        assertEquals(330_368, line.get("multiply_adds").getAsLong());
        JsonObject conv = line.getAsJsonArray("layers").get(0).getAsJsonObject();
        assertEquals("conv2d", conv.get("name").getAsString());
        assertEquals(18_432, conv.get("multiply_adds").getAsLong());
        assertEquals(
                2 * 4 * 35_914,
                line.getAsJsonObject("memory")
                        .getAsJsonObject("training")
                        .get("moments")
                        .getAsLong());
    }

    @Test
    void refusesSizesOfNoInput() {
        assertEquals(2, run("summary", GPT, "--dim", "S=3"));
        assertTrue(err.toString().contains("no input of Gpt has an axis S"));
        assertEquals(2, run("summary", GPT, "--batch", "0"));
    }
}
