package org.nn4j.runtime.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.ModelSpec;

/** A compiled model on the disk. */
public final class ModelFolder {

    /** The version of the format that this runtime reads and writes. */
    public static final String FORMAT = "1";

    public static final String MODEL = "model.onnx";
    public static final String WEIGHTS = "model.safetensors";
    public static final String INIT = "init.onnx";
    public static final String TRAIN = "train.onnx";
    public static final String GRADIENT = "gradient.onnx";
    public static final String APPLY = "apply.onnx";
    public static final String EVALUATE = "evaluate.onnx";
    public static final String FIT = "fit.onnx";

    /** All files but the weights. A folder that holds anything else is not ours to replace. */
    private static final List<String> COMPILED =
            List.of(MODEL, INIT, TRAIN, GRADIENT, APPLY, EVALUATE, FIT, "serving.properties");

    /** All files that a folder may hold. */
    public static final List<String> FILES =
            Stream.concat(COMPILED.stream(), Stream.of(WEIGHTS)).toList();

    private final Path path;

    private ModelFolder(Path path) {
        this.path = path;
    }

    /**
     * A folder that is there. If a save was cut short between its last two steps, it is finished first.
     *
     * @throws UserException if there is no such folder
     */
    public static ModelFolder open(Path path) {
        FolderSwap.recover(path);
        if (!Files.isDirectory(path)) {
            throw new UserException(
                    Place.of(path),
                    Files.exists(path) ? "is a file, not the folder of a compiled model" : "there is no such folder",
                    "Give the folder of a compiled model.");
        }
        return new ModelFolder(path);
    }

    /** Whether a file is the graph of a model folder, with its weights beside it. */
    public static boolean isPart(Path file) {
        return file.endsWith(MODEL) && Files.isRegularFile(file.resolveSibling(WEIGHTS));
    }

    public Path path() {
        return path;
    }

    /** Whether it holds a file. */
    public boolean has(String name) {
        return Files.isRegularFile(path.resolve(name));
    }

    /**
     * A file of the folder.
     *
     * @throws UserException if it is missing
     */
    public Path file(String name) {
        if (!has(name)) {
            boolean model = COMPILED.stream().anyMatch(this::has) || has(WEIGHTS);
            throw new UserException(
                    Place.of(path),
                    model ? name + " is missing" : "is not the folder of a compiled model: it has no " + name,
                    model
                            ? "Compile again, or copy the whole folder."
                            : "Give the folder that holds " + MODEL + " and " + WEIGHTS + ".");
        }
        return path.resolve(name);
    }

    /** Its weights. */
    public WeightsFile weights() {
        return WeightsFile.open(file(WEIGHTS));
    }

    /**
     * Saves weights with the files that were compiled: into a new folder, over the weights of the same program, or in
     * place of a whole other model. Whatever happens, the target is what it was or what it is to be.
     *
     * @param id the id of this folder's program
     * @param state the bytes of the state tensors, in the order that the model states
     * @throws UserException if the target is anything but a model, or cannot be written
     */
    public void save(Path target, String id, ModelSpec model, Iterable<ByteBuffer> state, @Nullable Learned learned) {
        Disk.Content weights = WeightsFile.content(id, model, state, learned);
        FolderSwap.recover(target);
        try {
            Path to = Files.exists(target)
                    ? target.toRealPath()
                    : target.toAbsolutePath().normalize();
            if (holdsProgram(to, id)) {
                Disk.replace(to.resolve(WEIGHTS), weights);
                FolderSwap.clear(to);
                return;
            }
            refuseStrangers(to);
            FolderSwap.put(to, folder -> {
                for (String name : COMPILED) {
                    if (has(name)) {
                        Disk.copy(path.resolve(name), folder.resolve(name));
                    }
                }
                Disk.write(folder.resolve(WEIGHTS), weights);
            });
        } catch (IOException e) {
            throw Disk.refused(target, "written", "What was there before is unchanged.", e);
        }
    }

    /** Whether a folder is this one, or another that holds all files of this program. */
    private boolean holdsProgram(Path target, String id) throws IOException {
        if (!Files.isDirectory(target)) {
            return false;
        }
        return Files.isSameFile(target, path)
                || (idOf(target).equals(id)
                        && COMPILED.stream().allMatch(name -> !has(name) || Files.isRegularFile(target.resolve(name))));
    }

    /** The id of the program whose weights a folder holds; empty when it holds no whole weights of ours. */
    private static String idOf(Path target) {
        try {
            return WeightsFile.open(target.resolve(WEIGHTS)).id();
        } catch (UserException e) {
            return "";
        }
    }

    /** Refuses to put a model in the place of anything but a model of ours, or of nothing. */
    private static void refuseStrangers(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        String help = "Save into a new folder.";
        if (!Files.isDirectory(target)) {
            throw new UserException(Place.of(target), "is a file: it is not replaced by a model", help);
        }
        Set<String> names = new TreeSet<>();
        try (var files = Files.list(target)) {
            files.map(file -> file.getFileName().toString()).forEach(names::add);
        }
        boolean empty = names.isEmpty();
        names.removeAll(COMPILED);
        names.removeAll(List.of(WEIGHTS, "." + WEIGHTS + ".new"));
        if (!names.isEmpty()) {
            throw new UserException(
                    Place.of(target), "holds more than a model: " + Quote.names(names) + ". It is not replaced", help);
        }
        if (!empty && idOf(target).isEmpty()) {
            throw new UserException(
                    Place.of(target), "holds files that are no whole model of nn4j. It is not replaced", help);
        }
    }
}
