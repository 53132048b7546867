package org.nn4j.runtime.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.fixture.IdxBytes;

final class IdxFileTest {

    @TempDir
    Path temp;

    private ByteBuffer read(byte[] bytes) throws IOException {
        Path path = Files.write(temp.resolve("file"), bytes);
        try (IdxFile file = IdxFile.open(path)) {
            ByteBuffer values = ByteBuffer.allocate(file.size());
            file.read(values);
            return values.flip();
        }
    }

    private String fault(byte[] bytes) {
        return assertThrows(UserException.class, () -> read(bytes)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsPlainAndGzipped(boolean gzip) throws IOException {
        byte[] plain = IdxBytes.counting(1, 300, 2, 3, 5);
        byte[] values = new byte[9000];
        read(gzip ? IdxBytes.gzip(plain) : plain).get(values);
        assertArrayEquals(Arrays.copyOfRange(plain, 20, plain.length), values);
    }

    @Test
    void anEmptySetIsAFile() throws IOException {
        assertEquals(0, read(IdxBytes.of(new byte[0], 0, 28, 28)).remaining());
    }

    /** Whatever a file is cut to, it is said to be cut or to be none; so is a gzipped one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCutFileIsRefused(boolean gzip) {
        byte[] plain = IdxBytes.counting(7, 20, 4, 4);
        byte[] whole = gzip ? IdxBytes.gzip(plain) : plain;
        for (int length = 0; length < whole.length; length++) {
            String message = fault(Arrays.copyOf(whole, length));
            assertTrue(message.contains("is cut") || message.contains("is not an IDX file"), length + ": " + message);
        }
    }

    /** A damaged byte may go unseen, but never does anything but a message come of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDamagedFileIsReadOrRefused(boolean gzip) throws IOException {
        byte[] plain = IdxBytes.counting(7, 20, 4, 4);
        byte[] whole = gzip ? IdxBytes.gzip(plain) : plain;
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(Math.min(64, whole.length))] = (byte) random.nextInt(256);
            try {
                read(damaged);
            } catch (UserException e) {
                assertTrue(e.getMessage().startsWith(temp.resolve("file").toString()), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 300, () -> "only a few were refused");
    }

    @ParameterizedTest
    @CsvSource({
        "0x0D, 2, holds f32 numbers",
        "0x55, 2, holds values of an unknown type (85)",
        "0x00, 3, has 0 dims",
        "0x07, 0, is not an IDX file",
        "0x7F, 4, promises"
    })
    void theHeaderIsChecked(String value, int at, String message) {
        byte[] bytes = IdxBytes.counting(1, 2, 4, 4);
        bytes[at] = Integer.decode(value).byteValue();
        String said = fault(bytes);
        assertTrue(said.contains(message), said);
    }

    @Test
    void whatFollowsTheValuesIsRefused() {
        String message = fault(Arrays.copyOf(IdxBytes.counting(1, 2, 4, 4), 16 + 33));
        assertTrue(message.contains("holds more than the 2 × 4 × 4 values"), message);
    }
}
