package org.nn4j.compiler.assemble;

import com.google.gson.Gson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.onnx.OnnxFile;
import org.nn4j.compiler.program.Program;

/**
 * The weights file: which bytes of it are which tensor.
 *
 * @param header size of what stands before the data region
 * @param order the state tensors whose bytes make the data region
 * @param entries the tensors in it
 */
record WeightsLayout(long header, List<String> order, List<Entry> entries) {

    static final String FILE = "model.safetensors";

    /** Room for the entry of what is learned from data, whose length is not known when a model is compiled. */
    private static final int LEARNED = 128;

    /** So that a header's end, and with it the data of the widest type, is aligned. */
    private static final int ALIGNMENT = 64;

    private static final int ID_LENGTH = 64;

    /** A tensor in the data region: bytes from {@code begin} to {@code end}. */
    record Entry(String name, TensorType type, long begin, long end) {}

    /** A state tensor and the tensors of which it is made. */
    private record Block(String state, List<Program.Tensor> members) {
        int width() {
            return members.stream()
                    .mapToInt(t -> OnnxFile.width(t.type().dtype()))
                    .max()
                    .orElse(1);
        }
    }

    static WeightsLayout of(Program program, ParameterLayout layout) {
        Stream<Block> parameters =
                layout.segments().stream().map(s -> new Block(s.name(StateTensors.PARAMETERS), s.members()));
        Stream<Block> states = program.states().stream().map(t -> new Block(StateTensors.STATE + t.path(), List.of(t)));
        Stream<Block> fitted = program.fitted().stream()
                .map(t -> new Block(StateTensors.FITTED + t.path(), List.of(new Program.Tensor(t.path(), t.type()))));
        // Wide elements first: every tensor is then aligned, without the gaps that the format forbids.
        List<Block> blocks = Stream.of(parameters, states, fitted)
                .flatMap(s -> s)
                .sorted(Comparator.comparing(Block::width).reversed())
                .toList();
        List<Entry> entries = new ArrayList<>();
        long at = 0;
        for (Block block : blocks) {
            for (Program.Tensor t : block.members) {
                long end = at + OnnxFile.bytes(t.type());
                entries.add(new Entry(t.path(), t.type(), at, end));
                at = end;
            }
        }
        long header = 8L + json(entries).getBytes(StandardCharsets.UTF_8).length + LEARNED;
        return new WeightsLayout(
                (header + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT,
                blocks.stream().map(Block::state).toList(),
                List.copyOf(entries));
    }

    /** Where each tensor lies in the file. */
    Map<String, OnnxFile.Weights> places() {
        Map<String, OnnxFile.Weights> places = new LinkedHashMap<>();
        entries.forEach(e -> places.put(e.name, new OnnxFile.Weights(FILE, header + e.begin)));
        return places;
    }

    /** The header as it will be written, but for the id; only its length counts here. */
    private static String json(List<Entry> entries) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("__metadata__", Map.of(Metadata.FORMAT, "1", Metadata.ID, "0".repeat(ID_LENGTH)));
        for (Entry e : entries) {
            json.put(
                    e.name,
                    Map.of(
                            "dtype",
                            name(e.type.dtype()),
                            "shape",
                            e.type.shape().toLongs(),
                            "data_offsets",
                            List.of(e.begin, e.end)));
        }
        return new Gson().toJson(json);
    }

    /** An element type as the format calls it. */
    static String name(DType dtype) {
        return dtype.name().toUpperCase(Locale.ROOT);
    }
}
