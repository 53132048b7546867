package org.nn4j.runtime.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.storage.Disk;

/**
 * Records of one size in a file of its own, written one after the other and then read in ascending order. The file is
 * in the system's folder for temporary files and is gone when it is closed, or when the process ends.
 */
final class RecordFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final int recordBytes;
    private final ByteBuffer buffer;
    private int records;

    private RecordFile(Path file, FileChannel channel, int recordBytes) {
        this.file = file;
        this.channel = channel;
        this.recordBytes = recordBytes;
        this.buffer = ByteBuffer.allocateDirect(Math.max(1, BUFFER_BYTES / recordBytes) * recordBytes)
                .order(ByteOrder.nativeOrder());
    }

    /**
     * Makes an empty file.
     *
     * @param recordBytes the size of a record
     */
    static RecordFile create(int recordBytes) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            Path file = Files.createTempFile(folder, "nn4j", ".rows");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return new RecordFile(file, channel, recordBytes);
        } catch (IOException e) {
            throw refused(folder, "written", e);
        }
    }

    private static UserException refused(Path path, String doing, IOException e) {
        return Disk.refused(
                path,
                doing,
                "Streamed rows are kept in Java's folder for temporary files, about as large as the data: name another"
                        + " with -Djava.io.tmpdir=…",
                e);
    }

    /** Where the next record is to be written, as much as there is to a record. */
    ByteBuffer next() {
        if (buffer.remaining() < recordBytes) {
            flush();
        }
        if (records == Integer.MAX_VALUE) {
            throw new UserException(Place.NOWHERE, "more than 2147483647 rows", "Give fewer, or several files.");
        }
        records++;
        return buffer;
    }

    /** Ends the writing. */
    void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw refused(file, "written", e);
        }
        buffer.clear();
    }

    /** The number of records. */
    int records() {
        return records;
    }

    /**
     * Reads records.
     *
     * @param numbers which, in ascending order
     * @param each is given a buffer at the beginning of each
     */
    void read(int[] numbers, Consumer<ByteBuffer> each) {
        int most = buffer.capacity() / recordBytes;
        // The records from begin up to end are in the buffer.
        long begin = 0;
        long end = 0;
        for (int i = 0; i < numbers.length; i++) {
            int number = numbers[i];
            if (number >= end) {
                begin = number;
                end = begin + run(numbers, i, most);
                fill(begin, (int) (end - begin));
            }
            buffer.position((int) (number - begin) * recordBytes);
            each.accept(buffer);
        }
        buffer.clear();
    }

    /** How many records to read at once from that of a position on: those that are near each other. */
    private static int run(int[] numbers, int from, int most) {
        int near = Math.max(1, most / 16);
        int last = from;
        while (last + 1 < numbers.length
                && numbers[last + 1] - numbers[last] <= near
                && numbers[last + 1] - numbers[from] < most) {
            last++;
        }
        return numbers[last] - numbers[from] + 1;
    }

    private void fill(long first, int count) {
        buffer.clear().limit(count * recordBytes);
        long at = first * recordBytes;
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, at + buffer.position()) < 0) {
                    throw new IOException("it has become shorter");
                }
            }
        } catch (IOException e) {
            throw refused(file, "read", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw refused(file, "closed", e);
        }
    }
}
