package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ApplyGraphTest {

    private static Map<String, Nd> gradient(float first, float weight) {
        return Map.of(
                "gradient.0",
                Nd.f32(Nd.shape(2, 4), first, 0.25f, 1, 1, 0, 0.75f, 0, 0),
                "weight_sum",
                Nd.f32(Nd.SCALAR, weight));
    }

    @Test
    void appliesTheMeanGradient() throws Exception {
        try (Folder f = new Folder(Programs.linear(new Optimizers.Sgd(0.5)), 7)) {
            double before = f.state.get("params.0").numbers()[1];
            f.run("apply", gradient(1, 4));
            assertEquals(before - 0.125, f.state.get("params.0").numbers()[1], 1e-7);
            assertEquals(1, f.state.get("step").number());
        }
    }

    @Test
    void aGradientThatIsNotFiniteChangesNothing() throws Exception {
        try (Folder f = new Folder(Programs.linear(new Optimizers.Adam(0.5)), 7)) {
            f.run("apply", gradient(1, 4));
            Named before = f.state.copy();
            f.run("apply", gradient(Float.NaN, 4));
            assertEquals(before, f.state);
            f.run("apply", gradient(Float.POSITIVE_INFINITY, 4));
            assertEquals(before, f.state);
            f.run("apply", gradient(1, 4));
            assertNotEquals(before, f.state);
        }
    }
}
