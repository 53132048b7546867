package org.nn4j.compiler.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> NAMES =
            List.of("Dense", "Dropout", "Conv2d", "LayerNorm", "B", "T", "units", "cross_entropy", "loss");

    @ParameterizedTest
    @CsvSource({
        "dense, Dense",
        "DENSE, Dense",
        "Desne, Dense",
        "Dnse, Dense",
        "Conv2D, Conv2d",
        "LayerNrm, LayerNorm",
        "layer_norm, LayerNorm",
        "crossentropy, cross_entropy",
        "crs_entrpy, cross_entropy",
        "unit, units",
        "lss, loss",
        "t, T",
    })
    void near(String name, String meant) {
        assertEquals(Optional.of(meant), Suggestions.nearest(name, NAMES));
    }

    @ParameterizedTest
    @CsvSource({"Softmax", "C", "x", "Dance", "norm", "Dense"})
    void far(String name) {
        assertEquals(Optional.empty(), Suggestions.nearest(name, NAMES));
    }

    @Test
    void theNearestAndThenTheFirstByName() {
        assertEquals(Optional.of("beta1"), Suggestions.nearest("beta", List.of("beta2", "beta1", "theta")));
    }

    @Test
    void aQuestion() {
        assertEquals("did you mean `Dense`?", Suggestions.didYouMean("Dens", NAMES));
        assertNull(Suggestions.didYouMean("Softmax", NAMES));
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "abc, xabc, 1", "abc, xyz, 3", "'', ab, 2"})
    void distance(String a, String b, int distance) {
        assertEquals(distance, Suggestions.distance(a, b, 9));
    }
}
