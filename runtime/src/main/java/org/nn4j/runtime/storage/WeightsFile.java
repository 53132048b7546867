package org.nn4j.runtime.storage;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.ModelSpec.Entry;

/** The weights of a model, {@code model.safetensors}: read, checked and written. */
public final class WeightsFile {

    private static final String FORMAT = "nn4j.format";
    private static final String ID = "nn4j.id";
    private static final String LEARNED = "nn4j.learned";
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final Path path;
    private final SafetensorsHeader header;

    private WeightsFile(Path path, SafetensorsHeader header) {
        this.path = path;
        this.header = header;
    }

    /**
     * Reads the header of a file.
     *
     * @throws UserException if it is no whole safetensors file, or not one of nn4j
     */
    public static WeightsFile open(Path path) {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            SafetensorsHeader header = SafetensorsHeader.read(path, file);
            if (!header.metadata().containsKey(ID)) {
                throw new UserException(
                        Place.of(path), "was not written by nn4j", "Give a folder that nn4j has compiled.");
            }
            return new WeightsFile(path, header);
        } catch (IOException e) {
            throw Disk.refused(path, "read", "Check the file and its rights.", e);
        }
    }

    /** The id of the program that it belongs to. */
    public String id() {
        return header.metadata().getOrDefault(ID, "");
    }

    /** The size of its data in bytes. */
    public long dataBytes() {
        return header.entries().values().stream().mapToLong(Entry::end).max().orElse(0);
    }

    /**
     * Checks that it belongs to a model.
     *
     * @throws UserException if it is of another program, or its tensors are not those of the model
     */
    public void check(String id, ModelSpec model) {
        if (!id.equals(id())) {
            throw new UserException(
                    Place.of(path),
                    "belongs to another model than " + ModelFolder.MODEL + " beside it",
                    "Files of two folders were mixed: compile or train again, or copy the whole folder.");
        }
        List<Entry> present = header.entries().values().stream()
                .filter(entry -> !entry.name().equals(LEARNED))
                .toList();
        List<Entry> wanted = model.weights().tensors();
        if (header.size() != model.weights().header()
                || present.size() != wanted.size()
                || !wanted.stream()
                        .allMatch(entry -> entry.equals(header.entries().get(entry.name())))) {
            throw new UserException(
                    Place.of(path),
                    "does not have the tensors that " + ModelFolder.MODEL + " beside it needs",
                    "Files of two folders were mixed: compile or train again, or copy the whole folder.");
        }
    }

    /** The bytes of its data from {@code begin} up to {@code end}. */
    public Tensor read(DType dtype, long begin, long... shape) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        ByteBuffer to = tensor.bytes();
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            while (to.hasRemaining()) {
                if (file.read(to, header.size() + begin + to.position()) < 0) {
                    throw new IOException("the file ends early");
                }
            }
            return tensor;
        } catch (IOException e) {
            throw Disk.refused(path, "read", "Check the file and its rights.", e);
        }
    }

    /** What was learned from data beside the weights; null if nothing was. */
    public @Nullable Learned learned() {
        Entry entry = header.entries().get(LEARNED);
        if (entry == null) {
            return null;
        }
        Tensor text = read(DType.U8, entry.begin(), entry.end() - entry.begin());
        return Learned.parse(
                Place.of(path), StandardCharsets.UTF_8.decode(text.bytes()).toString());
    }

    /**
     * What a file of these weights holds.
     *
     * @param id the id of the program
     * @param state the bytes of the state tensors, in the order that the model states
     */
    static Disk.Content content(String id, ModelSpec model, Iterable<ByteBuffer> state, @Nullable Learned learned) {
        byte[] document = learned == null ? new byte[0] : learned.toJson().getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = header(id, model, document.length);
        return file -> {
            Disk.writeAll(file, header.duplicate());
            for (ByteBuffer part : state) {
                Disk.writeAll(file, part);
            }
            long bytes = file.position() - header.capacity();
            if (bytes != model.weights().dataBytes()) {
                throw new InternalException(
                        "the state has " + bytes + " bytes, the weights file "
                                + model.weights().dataBytes(),
                        null);
            }
            Disk.writeAll(file, ByteBuffer.wrap(document));
        };
    }

    private static ByteBuffer header(String id, ModelSpec model, int documentLength) {
        var metadata = new JsonObject();
        metadata.addProperty(FORMAT, ModelFolder.FORMAT);
        metadata.addProperty(ID, id);
        var json = new JsonObject();
        json.add("__metadata__", metadata);
        model.weights().tensors().forEach(entry -> json.add(entry.name(), toJson(entry)));
        if (documentLength > 0) {
            long begin = model.weights().dataBytes();
            List<Long> shape = List.of((long) documentLength);
            json.add(LEARNED, toJson(new Entry(LEARNED, DType.U8, shape, begin, begin + documentLength)));
        }
        byte[] text = GSON.toJson(json).getBytes(StandardCharsets.UTF_8);
        int length = model.weights().header() - Long.BYTES;
        if (text.length > length) {
            throw new InternalException(
                    "the header of the weights file needs " + text.length + " bytes and has " + length, null);
        }
        byte[] padded = Arrays.copyOf(text, length);
        Arrays.fill(padded, text.length, length, (byte) ' ');
        return ByteBuffer.allocate(Long.BYTES + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(padded)
                .flip();
    }

    private static JsonObject toJson(Entry entry) {
        var shape = new JsonArray();
        entry.shape().forEach(shape::add);
        var offsets = new JsonArray();
        offsets.add(entry.begin());
        offsets.add(entry.end());
        var json = new JsonObject();
        json.addProperty("dtype", entry.dtype().name());
        json.add("shape", shape);
        json.add("data_offsets", offsets);
        return json;
    }
}
