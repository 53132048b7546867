package org.nn4j.runtime.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nn4j.runtime.error.UserException;

final class RecordFileTest {

    /** Records of this size, in each of which is its number and, at its end, its square. */
    private static RecordFile file(int bytes, int records) {
        RecordFile file = RecordFile.create(bytes);
        for (int i = 0; i < records; i++) {
            ByteBuffer to = file.next();
            int at = to.position();
            to.putInt(i).position(at + bytes - Integer.BYTES);
            to.putInt(i * i);
        }
        file.flush();
        return file;
    }

    private static void assertReads(RecordFile file, int bytes, int[] numbers) {
        List<Integer> read = new ArrayList<>();
        file.read(numbers, from -> {
            int number = from.getInt();
            from.position(from.position() + bytes - 2 * Integer.BYTES);
            assertEquals(number * number, from.getInt());
            read.add(number);
        });
        assertEquals(IntStream.of(numbers).boxed().toList(), read);
    }

    @Test
    void readsWhatWasWritten() {
        var random = new Random(1);
        // The second is larger than the buffer.
        for (int bytes : new int[] {8, 3 << 20, 1000}) {
            int records = bytes > 1 << 20 ? 5 : 10_000;
            try (RecordFile file = file(bytes, records)) {
                assertEquals(records, file.records());
                assertReads(file, bytes, IntStream.range(0, records).toArray());
                assertReads(file, bytes, new int[] {records - 1});
                assertReads(file, bytes, new int[0]);
                for (int part = 1; part < 1000; part *= 7) {
                    int each = part;
                    int[] some = IntStream.range(0, records)
                            .filter(i -> random.nextInt(each) == 0)
                            .toArray();
                    assertReads(file, bytes, some);
                }
            }
        }
    }

    @Test
    void aFolderThatIsNotThereIsToldWithTheRemedy() {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", before + "/not-there");
        try {
            RecordFile.create(8).close();
            throw new AssertionError("made a file in a folder that is not there");
        } catch (UserException e) {
            assertTrue(e.toString().contains("-Djava.io.tmpdir"), e.toString());
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }
}
