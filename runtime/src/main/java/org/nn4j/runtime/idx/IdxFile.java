package org.nn4j.runtime.idx;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.storage.Disk;

/**
 * An IDX file of bytes, plain or gzipped, read from its start: two zero bytes, the type of the values ({@code 8}:
 * unsigned bytes), the number of dims, each dim as four bytes, most significant first, and the values. The format is that
 * of the MNIST database (LeCun, Cortes and Burges).
 */
final class IdxFile implements AutoCloseable {

    private static final int UNSIGNED_BYTE = 8;
    private static final int BUFFER = 1 << 16;
    /** Deflate makes nothing more than this much smaller. */
    private static final long MOST_DEFLATED = 1032;

    private final Path path;
    private final InputStream in;
    private final long[] dims;

    private IdxFile(Path path, InputStream in, long[] dims) {
        this.path = path;
        this.in = in;
        this.dims = dims;
    }

    /**
     * Opens a file and reads what it says about itself.
     *
     * @throws UserException if it is no IDX file of bytes with at least one dim, or promises more than it can hold
     */
    static IdxFile open(Path path) {
        try {
            InputStream in = decompressed(path);
            try {
                return new IdxFile(path, in, header(path, in));
            } catch (IOException | RuntimeException | Error e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static InputStream decompressed(Path path) throws IOException {
        var plain = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        try {
            plain.mark(2);
            boolean gzip = plain.read() == 0x1F && plain.read() == 0x8B;
            plain.reset();
            return gzip ? new GZIPInputStream(plain, BUFFER) : plain;
        } catch (IOException | RuntimeException | Error e) {
            plain.close();
            throw e;
        }
    }

    private static long[] header(Path path, InputStream in) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
            throw wrong(path, "is not an IDX file: it does not begin with two zero bytes, a type and a rank");
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw wrong(path, "holds " + type(magic[2]) + ", not bytes");
        }
        if (magic[3] <= 0) {
            throw wrong(path, "has " + (magic[3] & 0xFF) + " dims");
        }
        byte[] sizes = in.readNBytes(4 * magic[3]);
        if (sizes.length < 4 * magic[3]) {
            throw cut(path, "its dims are incomplete");
        }
        long[] dims = new long[magic[3]];
        ByteBuffer buffer = ByteBuffer.wrap(sizes);
        Arrays.setAll(dims, i -> buffer.getInt() & 0xFFFFFFFFL);
        requirePossible(path, dims);
        return dims;
    }

    private static String type(byte code) {
        return switch (code) {
            case 0x09 -> "signed bytes";
            case 0x0B -> "16-bit integers";
            case 0x0C -> "32-bit integers";
            case 0x0D -> "f32 numbers";
            case 0x0E -> "f64 numbers";
            default -> "values of an unknown type (" + (code & 0xFF) + ")";
        };
    }

    /** Before memory is asked for: a damaged dim may promise anything. */
    private static void requirePossible(Path path, long[] dims) throws IOException {
        long values = 1;
        for (long dim : dims) {
            long product = values * dim;
            if (dim > Integer.MAX_VALUE || product > Integer.MAX_VALUE) {
                throw wrong(path, "promises " + shape(dims) + " values, more than 2 GiB");
            }
            values = product;
        }
        if (values > (Files.size(path) + 1) * MOST_DEFLATED) {
            throw cut(path, "it promises " + shape(dims) + " values");
        }
    }

    /** The size of each dim. */
    long[] dims() {
        return dims.clone();
    }

    /** The number of rows: its first dim. */
    int rows() {
        return (int) dims[0];
    }

    /** The number of values. */
    int size() {
        return (int) Tensor.elements(dims);
    }

    /**
     * Reads all values, and that nothing follows them.
     *
     * @throws UserException if the file has not as many values as it promised
     */
    void read(ByteBuffer to) {
        byte[] chunk = new byte[BUFFER];
        int left = size();
        try {
            while (left > 0) {
                int count = in.read(chunk, 0, Math.min(left, chunk.length));
                if (count < 0) {
                    throw cut(path, "it promises " + shape(dims) + " values, and lacks the last " + left);
                }
                to.put(chunk, 0, count);
                left -= count;
            }
            if (in.read() >= 0) {
                throw wrong(path, "holds more than the " + shape(dims) + " values that it promises");
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static String shape(long[] dims) {
        StringBuilder text = new StringBuilder();
        for (long dim : dims) {
            text.append(text.isEmpty() ? "" : " × ").append(dim);
        }
        return text.toString();
    }

    private static UserException wrong(Path path, String problem) {
        return new UserException(Place.of(path), problem, "Give a file of unsigned bytes in the format of MNIST.");
    }

    private static UserException cut(Path path, String problem) {
        return new UserException(Place.of(path), "the file is cut: " + problem, "Get it again.");
    }

    private static UserException unreadable(Path path, IOException e) {
        if (e instanceof EOFException) {
            return new UserException(Place.of(path), "the file is cut: its gzip stream ends early", "Get it again.", e);
        }
        if (e instanceof ZipException) {
            return new UserException(
                    Place.of(path),
                    "its gzip stream is damaged: " + Quote.text(String.valueOf(e.getMessage())),
                    "Get it again.",
                    e);
        }
        return Disk.refused(path, "read", "Check the file and its rights.", e);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
