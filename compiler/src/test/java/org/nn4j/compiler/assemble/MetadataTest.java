package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

final class MetadataTest {

    @Test
    void theModel() throws Exception {
        try (Folder f = new Folder(Programs.linear(new Optimizers.Sgd(1)), 7)) {
            JsonObject model = f.metadata("train", "nn4j.model");
            assertEquals("\"Linear\"", model.get("name").toString());
            assertEquals(
                    "[{\"name\":\"x\",\"dtype\":\"f32\",\"shape\":[\"B\",3],\"doc\":\"what x is\"}]",
                    model.get("inputs").toString());
            assertEquals(
                    "[{\"name\":\"prediction\",\"dtype\":\"f32\",\"shape\":[\"B\"],\"doc\":\"\",\"predicts\":\"y\"}]",
                    model.get("outputs").toString());
            assertEquals("4", model.get("parameters").toString());
            assertEquals("[4]", model.get("segments").toString());
            assertEquals("0", model.get("fit_passes").toString());
            assertEquals(
                    "{\"name\":\"w\",\"dtype\":\"F32\",\"shape\":[3,1],\"begin\":0,\"end\":12}",
                    model.getAsJsonObject("weights")
                            .getAsJsonArray("tensors")
                            .get(0)
                            .toString());
        }
    }

    @Test
    void theRecipe() throws Exception {
        try (Folder f = new Folder(Programs.linear(new Optimizers.Sgd(1)), 7)) {
            assertEquals(
                    "{\"name\":\"Linear\",\"data\":{\"kind\":\"csv\",\"path\":\"rows.csv\"},"
                            + "\"feeds\":[{\"name\":\"x\",\"dtype\":\"f32\",\"shape\":[\"B\",3],"
                            + "\"source\":{\"except\":[\"y\"],\"kind\":\"columns\",\"only\":null}}],"
                            + "\"targets\":[{\"name\":\"y\",\"dtype\":\"f32\",\"shape\":[\"B\"],"
                            + "\"source\":{\"column\":\"y\",\"kind\":\"column\"}}],"
                            + "\"metrics\":[{\"name\":\"accuracy\"}],"
                            + "\"run\":{\"epochs\":10,\"steps\":null,\"batch\":32,\"seed\":42},"
                            + "\"partwise\":false,\"stop\":null,\"reduce\":null}",
                    f.metadata("apply", "nn4j.recipe").toString());
        }
    }

    @Test
    void theSignature() throws Exception {
        try (Folder f = new Folder(Programs.counted(new Optimizers.Sgd(1)), 7)) {
            String train = f.metadata("train", "nn4j.signature").toString();
            for (String port : new String[] {
                "{\"name\":\"params.0\",\"role\":\"state\"}",
                "{\"name\":\"data.x\",\"role\":\"data\",\"feed\":\"x\"}",
                "{\"name\":\"total.4\",\"role\":\"total\",\"start\":\"-Infinity\"}",
                "{\"name\":\"total.5\",\"role\":\"total\",\"start\":\"Infinity\"}",
                "{\"name\":\"total.0\",\"role\":\"total\",\"start\":0}",
                "{\"name\":\"params.0.next\",\"role\":\"state\",\"of\":\"params.0\"}",
                "{\"name\":\"losses\",\"role\":\"losses\"}",
                "{\"name\":\"gradient.0\",\"role\":\"gradient\"}",
                "{\"name\":\"steps_done\",\"role\":\"steps_done\"}"
            }) {
                assertEquals(true, train.contains(port), port + " in " + train);
            }
            assertEquals(
                    true,
                    f.metadata("evaluate", "nn4j.signature")
                            .toString()
                            .contains("{\"name\":\"value.sum\",\"role\":\"value\",\"metric\":\"sum\"}"));
        }
    }
}
