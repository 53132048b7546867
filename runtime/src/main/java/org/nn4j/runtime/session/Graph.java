package org.nn4j.runtime.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.ModelSpec;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Role;
import org.nn4j.runtime.format.Signature;
import org.nn4j.runtime.format.Signature.Slot;

/** A graph of a model folder, opened in ONNX Runtime and run by the roles of its inputs and outputs. Thread-safe. */
public final class Graph implements AutoCloseable {

    private final Path file;
    private final OrtSession session;
    private final Cancellation never = new Cancellation();
    private final Map<String, String> metadata;
    private final Signature signature;
    private final Map<Set<Role>, Wanted> outputsOfRoles = new ConcurrentHashMap<>();
    private final Map<String, TensorType> inputs;
    private final Map<String, TensorType> outputs;

    /** Outputs that a run is asked for, and their names in the same order. */
    private record Wanted(List<Slot> slots, Set<String> names) {}

    private Graph(Path file, OrtSession session, Map<String, String> metadata) throws OrtException {
        this.file = file;
        this.session = session;
        this.metadata = metadata;
        this.signature = Signature.parse(Place.of(file), metadata.getOrDefault("nn4j.signature", ""));
        this.inputs = types(session.getInputInfo());
        this.outputs = types(session.getOutputInfo());
        requireNames(signature.inputs().stream().map(Slot::name).toList(), inputs.keySet());
        requireNames(signature.outputs().stream().map(Slot::name).toList(), outputs.keySet());
    }

    /**
     * Opens a file.
     *
     * @param kind what {@code nn4j.graph} must say
     * @param threads threads that work on one operator
     * @throws UserException if it is not such a file of nn4j, or the device is not there
     */
    public static Graph open(Path file, String kind, Device device, int threads) {
        OrtSession session = null;
        try (var options = new SessionOptions()) {
            configure(options, kind, threads);
            device.configure(options);
            session = Native.environment().createSession(file.toString(), options);
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            check(file, kind, metadata);
            return new Graph(file, session, metadata);
        } catch (OrtException e) {
            close(session);
            throw OpenFault.explain(file, device, e);
        } catch (RuntimeException e) {
            close(session);
            throw e;
        }
    }

    private static void configure(SessionOptions options, String kind, int threads) throws OrtException {
        boolean predicts = kind.equals("model");
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        // All of them store channels in blocks: convolutions predict up to twice as fast, but train slower.
        options.setOptimizationLevel(predicts ? SessionOptions.OptLevel.ALL_OPT : SessionOptions.OptLevel.BASIC_OPT);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setCPUArenaAllocator(true);
        // A pattern is one more block as large as all that a run holds, beside what the arena has anyway. It spares a
        // small network most of its calls of the arena, whose one lock the threads that ask it queue for.
        options.setMemoryPatternOptimization(predicts && threads == 1);
        options.setInterOpNumThreads(1);
        options.setIntraOpNumThreads(threads);
        // On a busy machine, threads that wait by spinning take the time of those that work.
        options.addConfigEntry("session.intra_op.spin_duration_us", "100");
    }

    private static void check(Path file, String kind, Map<String, String> metadata) {
        String format = metadata.get("nn4j.format");
        if (format == null) {
            throw new UserException(
                    Place.of(file), "is an ONNX file, but not one of nn4j", "Give a folder that nn4j has compiled.");
        }
        if (!format.equals("1")) {
            throw new UserException(
                    Place.of(file),
                    "is of format " + Quote.text(format) + ", this version of nn4j reads format \"1\"",
                    "Use the version of nn4j that wrote it, or compile again.");
        }
        if (!kind.equals(metadata.get("nn4j.graph"))) {
            throw new UserException(
                    Place.of(file),
                    "is the graph " + Quote.text(metadata.getOrDefault("nn4j.graph", "")) + ", not " + Quote.text(kind),
                    "Files were renamed or mixed: compile again, or copy the whole folder.");
        }
    }

    private static Map<String, TensorType> types(Map<String, NodeInfo> nodes) {
        var types = new LinkedHashMap<String, TensorType>();
        nodes.forEach((name, node) -> types.put(name, TensorType.of(node)));
        return types;
    }

    private void requireNames(Iterable<String> named, Set<String> present) {
        for (String name : named) {
            if (!present.contains(name)) {
                throw new UserException(
                        Place.of(file),
                        "has no " + Quote.text(name) + ", which its signature names",
                        "The file is damaged: compile again.");
            }
        }
    }

    public Path file() {
        return file;
    }

    /** The id of the program that it was compiled from. */
    public String id() {
        return metadata.getOrDefault("nn4j.id", "");
    }

    /** What the model is. */
    public ModelSpec model() {
        return ModelSpec.parse(Place.of(file), metadata.getOrDefault("nn4j.model", ""));
    }

    /** How the model is trained; null when it was compiled without a recipe. */
    public @Nullable Recipe recipe() {
        String text = metadata.get("nn4j.recipe");
        return text == null ? null : Recipe.parse(Place.of(file), text);
    }

    /** What was learned from data, where the file has it and no weights file does; null otherwise. */
    public @Nullable Learned learned() {
        String text = metadata.get("nn4j.learned");
        return text == null ? null : Learned.parse(Place.of(file), text);
    }

    public Signature signature() {
        return signature;
    }

    /** The type of an input. */
    public TensorType input(Slot slot) {
        return typeOf(inputs, slot);
    }

    /** The type of an output. */
    public TensorType output(Slot slot) {
        return typeOf(outputs, slot);
    }

    private static TensorType typeOf(Map<String, TensorType> types, Slot slot) {
        TensorType type = types.get(slot.name());
        if (type == null) {
            throw new IllegalArgumentException("no " + slot.name());
        }
        return type;
    }

    /** Runs it with the tensor that {@code input} gives for each input, for the outputs of some roles. */
    public Outputs run(Function<Slot, OnnxTensor> input, Set<Role> wanted) {
        return run(input, wanted, never);
    }

    /**
     * As {@link #run(Function, Set)}, until another thread ends it.
     *
     * @throws Cancellation.CancelledException if it was ended
     */
    public Outputs run(Function<Slot, OnnxTensor> input, Set<Role> wanted, Cancellation cancellation) {
        return run(input, wanted, Map.of(), cancellation);
    }

    /**
     * As {@link #run(Function, Set, Cancellation)}, with some more outputs written into tensors that are there already.
     *
     * @param written by the names of the outputs, on memory of Java's; no role of theirs may be in {@code wanted}
     */
    public Outputs run(
            Function<Slot, OnnxTensor> input,
            Set<Role> wanted,
            Map<String, OnnxTensor> written,
            Cancellation cancellation) {
        var given = new LinkedHashMap<String, OnnxTensor>();
        for (Slot slot : signature.inputs()) {
            given.put(slot.name(), input.apply(slot));
        }
        return run(given, wanted, written, cancellation);
    }

    /** Runs it with a tensor for each input, for the outputs of some roles. */
    public Outputs run(Inputs inputs, Set<Role> wanted) {
        return run(inputs.tensors(), wanted, Map.of(), never);
    }

    private Outputs run(
            Map<String, OnnxTensor> inputs,
            Set<Role> wanted,
            Map<String, OnnxTensor> written,
            Cancellation cancellation) {
        Wanted outputs = wanted(wanted);
        try {
            // First come those that were written, which are their owner's, then the others in the order of their names.
            OrtSession.Result result = session.run(inputs, outputs.names(), written, cancellation.options());
            var tensors = new OnnxTensor[outputs.slots().size()];
            for (int i = 0; i < tensors.length; i++) {
                tensors[i] = (OnnxTensor) result.get(written.size() + i);
            }
            return new Outputs(file.toString(), outputs.slots(), tensors);
        } catch (OrtException e) {
            if (cancellation.isCancelled()) {
                throw new Cancellation.CancelledException(e);
            }
            throw RunFault.explain(file, e);
        }
    }

    /** The outputs of some roles: few sets are asked for, again and again. */
    private Wanted wanted(Set<Role> roles) {
        Wanted known = outputsOfRoles.get(roles);
        if (known != null) {
            return known;
        }
        List<Slot> slots = signature.outputs().stream()
                .filter(slot -> roles.contains(slot.role()))
                .toList();
        var names = new LinkedHashSet<String>();
        slots.forEach(slot -> names.add(slot.name()));
        var outputs = new Wanted(slots, names);
        outputsOfRoles.put(Set.copyOf(roles), outputs);
        return outputs;
    }

    @Override
    public void close() {
        close(session);
        never.close();
    }

    private static void close(@Nullable OrtSession session) {
        if (session == null) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new InternalException("ONNX Runtime cannot close a graph", e);
        }
    }
}
