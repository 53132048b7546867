package org.nn4j.runtime.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalNumberTest {

    private static double parse(String text) {
        return DecimalNumber.parse(("<" + text + ">").toCharArray(), 1, text.length() + 1, '.');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1",
                "+1",
                "-1.5",
                ".5",
                "5.",
                "1e3",
                "1E-3",
                "1.25e+10",
                "123456789012345678",
                "0.1",
                "1234567890123456789012",
                "9007199254740993",
                "1e22",
                "1e23",
                "4.9e-324",
                "1e-400",
                "1e400",
                "1e99999999999",
                "0.000000000000000000000000000001",
                "000000000000000000000000000000001.5",
                "100000000000000000000000",
                "3.4028235e38",
                "2.2250738585072011e-308"
            })
    void readsWhatJavaReads(String text) {
        assertEquals(Double.parseDouble(text), parse(text));
    }

    @Test
    void readsRandomNumbersAsJavaDoes() {
        var random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertEquals(value, parse(Double.toString(value)));
            }
            String plain = random.nextInt(100_000) + "." + random.nextInt(1_000_000);
            assertEquals(Double.parseDouble(plain), parse(plain));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "e5",
                "1e",
                "1e+",
                "1 2",
                "1,5",
                "1.2.3",
                "NaN",
                "Infinity",
                "0x10",
                "1f",
                "1d",
                "--1",
                "1e5.5",
                "१"
            })
    void readsNothingElse(String text) {
        assertEquals(Double.NaN, parse(text));
    }
}
