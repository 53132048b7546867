package org.nn4j.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JavaNamesTest {

    @ParameterizedTest
    @CsvSource({
        "petal_length, petalLength",
        "petal length (cm), petalLengthCm",
        "Age, age",
        "CRP, crp",
        "HbA1c, hbA1c",
        "x, x",
        "class, class_",
        "record, record",
        "hashCode, hashCode_",
        "2nd, _2nd",
        "größe, größe",
        "'%', value",
        "fooBar, fooBar"
    })
    void components(String text, String name) {
        assertEquals(name, new JavaNames().component(text));
    }

    @ParameterizedTest
    @CsvSource({"benign, BENIGN", "T-shirt/top, T_SHIRT_TOP", "0, _0", "Ankle boot, ANKLE_BOOT", "'+', VALUE"})
    void constants(String text, String name) {
        assertEquals(name, new JavaNames().constant(text));
    }

    @Test
    void noNameIsGivenTwice() {
        JavaNames names = new JavaNames("Input");
        assertEquals("aB", names.component("a b"));
        assertEquals("aB2", names.component("a_b"));
        assertEquals("Input2", names.type("input"));
        assertEquals("A_B", names.constant("a b"));
        assertEquals("A_B_2", names.constant("a-b"));
    }
}
