package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class XorTest {

    @Test
    void theTrainedModelIsInTheClassPath() {
        try (Xor xor = Xor.load()) {
            assertEquals(1, xor.predict(new Xor.Input(0, 1)).either(), 0.4);
            assertEquals(0, xor.predict(new Xor.Input(1, 1)).either(), 0.4);
        }
    }
}
