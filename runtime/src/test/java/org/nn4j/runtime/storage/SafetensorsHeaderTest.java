package org.nn4j.runtime.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.runtime.error.UserException;

final class SafetensorsHeaderTest {

    private static final String METADATA = "\"__metadata__\":{\"nn4j.format\":\"1\",\"nn4j.id\":\"me\"}";

    @TempDir
    Path temp;

    private Path write(long length, String header, int data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(text);
        return Files.write(temp.resolve("m.safetensors"), bytes.array());
    }

    private static String entry(String name, String dtype, String shape, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + ","
                + end + "]}";
    }

    @Test
    void aWholeFileIsRead() throws IOException {
        String header = "{" + METADATA + "," + entry("b", "U8", "[3]", 8, 11) + "," + entry("a", "F32", "[2,1]", 0, 8)
                + "," + entry("none", "I64", "[0]", 11, 11) + "}   ";
        WeightsFile file = WeightsFile.open(write(header.length(), header, 11));
        assertEquals("me", file.id());
        assertEquals(11, file.dataBytes());
    }

    static Stream<Arguments> faults() {
        String a = entry("a", "F32", "[2]", 0, 8);
        return Stream.of(
                Arguments.of("{" + METADATA + "," + a + "}", 7, "is cut off: 1 bytes are missing"),
                Arguments.of("{" + METADATA + "," + a + "}", 10, "is damaged: 2 bytes follow its last tensor"),
                Arguments.of(
                        "{" + METADATA + "," + a + "," + entry("b", "U8", "[4]", 4, 8) + "}",
                        8,
                        "is damaged: its tensor b overlaps another or leaves a gap"),
                Arguments.of(
                        "{" + METADATA + "," + a + "," + entry("b", "U8", "[2]", 9, 11) + "}",
                        11,
                        "is damaged: its tensor b overlaps another or leaves a gap"),
                Arguments.of(
                        "{" + METADATA + "," + entry("a", "F32", "[3]", 0, 8) + "}",
                        8,
                        "is damaged: the size of its tensor a is not that of its shape"),
                Arguments.of(
                        "{" + METADATA + "," + entry("a", "F32", "[4294967296,4294967296]", 0, 8) + "}",
                        8,
                        "is damaged: the size of its tensor a is not that of its shape"),
                Arguments.of(
                        "{" + METADATA + "," + entry("a", "F32", "[-2]", 0, 8) + "}",
                        8,
                        "is damaged: its tensor a overlaps another or leaves a gap"),
                Arguments.of(
                        "{" + METADATA + "," + entry("a", "F32", "[2]", 8, 0) + "}",
                        8,
                        "is damaged: its tensor a overlaps another or leaves a gap"),
                Arguments.of(
                        "{" + METADATA + "," + entry("a", "F31", "[2]", 0, 8) + "}",
                        8,
                        "is not a safetensors file: its header cannot be read, unknown dtype F31"),
                Arguments.of(
                        "{" + METADATA + "," + a + "," + a + "}",
                        8,
                        "is damaged: its tensor a overlaps another or leaves a gap"),
                Arguments.of(
                        "{" + METADATA + ",\"a\":{\"dtype\":\"F32\"}}",
                        8,
                        "is not a safetensors file: its header cannot be read, incomplete entry of a"),
                Arguments.of(
                        "{" + METADATA + "," + a + "} x", 8, "is not a safetensors file: its header cannot be read"),
                Arguments.of("[1,2]", 0, "is not a safetensors file: its header cannot be read"),
                Arguments.of("{\"a\"", 0, "is not a safetensors file: its header cannot be read"),
                Arguments.of("{" + a + "}", 8, "was not written by nn4j"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsNamed(String header, int data, String problem) throws IOException {
        Path file = write(header.getBytes(StandardCharsets.UTF_8).length, header, data);
        String found =
                assertThrows(UserException.class, () -> WeightsFile.open(file)).problem();
        assertTrue(found.startsWith(problem), found);
    }

    @Test
    void theLengthOfTheHeaderMustBePossible() throws IOException {
        for (long length : new long[] {-1, 0, 1, 3, 100_000_001, Long.MAX_VALUE}) {
            Path file = write(length, "{}", 0);
            String found = assertThrows(UserException.class, () -> WeightsFile.open(file))
                    .problem();
            assertEquals("is not a safetensors file, or cut off: its header would have " + length + " bytes", found);
        }
        Path tiny = Files.write(temp.resolve("tiny"), new byte[5]);
        assertEquals(
                "has 5 bytes, too few for a safetensors file",
                assertThrows(UserException.class, () -> WeightsFile.open(tiny)).problem());
    }
}
