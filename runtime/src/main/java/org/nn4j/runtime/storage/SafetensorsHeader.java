package org.nn4j.runtime.storage;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.ModelSpec.Entry;

/**
 * The header of a safetensors file, read strictly: the tensors fill the data from its first byte to the end of the
 * file, none overlaps another, and each has the size that its type and shape call for.
 *
 * @param metadata the texts of {@code __metadata__}
 * @param entries the tensors in the order of their bytes
 * @param size the size of the header in bytes, its length included
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> entries, int size) {

    private static final int LENGTH_BYTES = 8;
    private static final int LARGEST = 100_000_000;

    /** Reads the header of an open file. */
    static SafetensorsHeader read(Path path, FileChannel file) throws IOException {
        long fileSize = file.size();
        if (fileSize < LENGTH_BYTES) {
            throw damaged(path, "has " + fileSize + " bytes, too few for a safetensors file", null);
        }
        long length = bytes(file, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > LARGEST || length > fileSize - LENGTH_BYTES) {
            throw damaged(
                    path, "is not a safetensors file, or cut off: its header would have " + length + " bytes", null);
        }
        var metadata = new LinkedHashMap<String, String>();
        List<Entry> entries;
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes(file, LENGTH_BYTES, (int) length))
                    .toString();
            entries = parse(json, metadata);
        } catch (CharacterCodingException | NumberFormatException | IllegalStateException e) {
            throw damaged(path, "is not a safetensors file: its header cannot be read", e);
        } catch (IOException | ArithmeticException e) {
            throw damaged(path, "is not a safetensors file: its header cannot be read, " + e.getMessage(), e);
        }
        int size = LENGTH_BYTES + (int) length;
        return new SafetensorsHeader(metadata, checked(path, entries, fileSize - size), size);
    }

    private static ByteBuffer bytes(FileChannel file, long from, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("the file ends early");
            }
        }
        return buffer.flip();
    }

    private static List<Entry> parse(String json, Map<String, String> metadata) throws IOException {
        var entries = new ArrayList<Entry>();
        var reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (name.equals("__metadata__")) {
                reader.beginObject();
                while (reader.hasNext()) {
                    metadata.put(reader.nextName(), reader.nextString());
                }
                reader.endObject();
            } else {
                entries.add(parseEntry(name, reader));
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new IOException("text follows the header");
        }
        return entries;
    }

    private static Entry parseEntry(String name, JsonReader reader) throws IOException {
        DType dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            switch (reader.nextName()) {
                case "dtype" -> dtype = dtype(reader.nextString());
                case "shape" -> shape = numbers(reader);
                case "data_offsets" -> offsets = numbers(reader);
                default -> throw new IOException("unknown member of " + name);
            }
        }
        reader.endObject();
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new IOException("incomplete entry of " + name);
        }
        return new Entry(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private static DType dtype(String name) throws IOException {
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        throw new IOException("unknown dtype " + name);
    }

    private static List<Long> numbers(JsonReader reader) throws IOException {
        var numbers = new ArrayList<Long>();
        reader.beginArray();
        while (reader.hasNext()) {
            numbers.add(reader.nextLong());
        }
        reader.endArray();
        return List.copyOf(numbers);
    }

    private static Map<String, Entry> checked(Path path, List<Entry> entries, long dataSize) {
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        var byName = new LinkedHashMap<String, Entry>();
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin() != at
                    || entry.end() < at
                    || entry.shape().stream().anyMatch(dim -> dim < 0)) {
                throw damaged(
                        path, "is damaged: its tensor " + entry.name() + " overlaps another or leaves a gap", null);
            }
            if (bytesOf(entry) != entry.end() - entry.begin()) {
                throw damaged(
                        path, "is damaged: the size of its tensor " + entry.name() + " is not that of its shape", null);
            }
            if (byName.put(entry.name(), entry) != null) {
                throw damaged(path, "is damaged: it has two tensors " + entry.name(), null);
            }
            at = entry.end();
        }
        if (at != dataSize) {
            throw damaged(
                    path,
                    at > dataSize
                            ? "is cut off: " + (at - dataSize) + " bytes are missing"
                            : "is damaged: " + (dataSize - at) + " bytes follow its last tensor",
                    null);
        }
        return byName;
    }

    private static long bytesOf(Entry entry) {
        try {
            long elements =
                    Tensor.elements(entry.shape().stream().mapToLong(dim -> dim).toArray());
            return Math.multiplyExact(elements, (long) entry.dtype().bytes());
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private static UserException damaged(Path path, String problem, @Nullable Throwable cause) {
        return new UserException(
                Place.of(path), problem, "Train the model again, or copy the whole folder once more.", cause);
    }
}
