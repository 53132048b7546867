package org.nn4j.build;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** New outputs, made apart and put in the place of the old ones when all of them are there. */
final class Staging implements AutoCloseable {

    private final Path folder;

    private Staging(Path folder) {
        this.folder = folder;
    }

    /** @param name of what is made there */
    static Staging in(Path state, String name) throws IOException {
        Staging staging = new Staging(state.resolve("staging").resolve(name));
        staging.close();
        Files.createDirectories(staging.folder);
        return staging;
    }

    /** The place of an output until then. */
    Path path(String output) {
        return folder.resolve(output);
    }

    /** The place of a file, in a folder that is there. */
    Path newFile(String output) throws IOException {
        Path file = path(output);
        Files.createDirectories(file.getParent());
        return file;
    }

    /** The files under a folder of it, relative to this one, in order. */
    List<String> files(String under) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(under))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> ProgramTree.slashes(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    /** Puts the files where they belong; a file that is there already with the same content is left alone. */
    void moveTo(Path root) throws IOException {
        for (String output : files("")) {
            Path target = root.resolve(output);
            if (!Files.isRegularFile(target) || Files.mismatch(path(output), target) >= 0) {
                Files.createDirectories(target.getParent());
                move(path(output), target);
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Removes outputs, and the folders that they leave empty. */
    static void remove(Path root, List<String> outputs) throws IOException {
        for (String output : outputs) {
            Files.deleteIfExists(root.resolve(output));
            Path folder = Path.of(output).getParent();
            while (folder != null && deletedEmpty(root.resolve(folder))) {
                folder = folder.getParent();
            }
        }
    }

    private static boolean deletedEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
