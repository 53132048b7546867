package org.nn4j.runtime.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Puts a whole folder in the place of another. The new one, {@code N}, is built beside the old one, {@code T}; then
 * {@code T} is moved aside to {@code O}, {@code N} takes its place, and {@code O} is deleted. No system that Java runs
 * on can do the two moves at once, so a kill may fall between them; as {@code O} is made only when {@code N} is whole,
 * {@link #recover} knows what to do from the names alone:
 *
 * <pre>
 * T  -  -   nothing to do
 * T  N  -   N may be in parts: it is not looked at
 * -  N  O   N takes the place of T
 * T  -  O   O is only not deleted yet
 * -  -  O   O goes back
 * </pre>
 */
final class FolderSwap {

    private FolderSwap() {}

    /** Fills a new, empty folder. */
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** Makes a folder, in place of the one that is there, if any. */
    static void put(Path target, Filling filling) throws IOException {
        Path built = beside(target, "new");
        Path old = beside(target, "old");
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Disk.delete(built);
        try {
            Files.createDirectory(built);
            filling.fill(built);
            Disk.forceFolder(built);
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Disk.delete(old);
                Disk.move(target, old);
            }
        } catch (IOException | RuntimeException | Error e) {
            Disk.delete(built);
            throw e;
        }
        try {
            Disk.move(built, target);
        } catch (IOException e) {
            if (Files.exists(old)) {
                Disk.move(old, target);
            }
            Disk.delete(built);
            throw e;
        }
        Disk.delete(old);
    }

    /** Finishes what a kill cut short. */
    static void recover(Path path) {
        Path target = path.toAbsolutePath().normalize();
        Path built = beside(target, "new");
        Path old = beside(target, "old");
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) || !Files.isDirectory(old)) {
            return;
        }
        try {
            Disk.move(Files.isDirectory(built) ? built : old, target);
            Disk.delete(old);
        } catch (IOException e) {
            throw Disk.refused(
                    path,
                    "opened: a save was cut short and could not be finished",
                    "The model is in " + old + "; give the right to write beside it.",
                    e);
        }
    }

    /** Deletes what an earlier kill has left beside a folder that is there. */
    static void clear(Path target) throws IOException {
        Disk.delete(beside(target, "new"));
        Disk.delete(beside(target, "old"));
    }

    private static Path beside(Path target, String kind) {
        return target.resolveSibling("." + target.getFileName() + ".nn4j-" + kind);
    }
}
