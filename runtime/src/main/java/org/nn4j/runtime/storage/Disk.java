package org.nn4j.runtime.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** Files and folders that are on the disk, not in a cache, before anything builds on them. */
public final class Disk {

    private Disk() {}

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel file) throws IOException;
    }

    /** Writes a new file, to the disk itself. */
    public static void write(Path file, Content content) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
            channel.force(true);
        }
    }

    /** Writes all of a buffer. */
    static void writeAll(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Copies a file, to the disk itself. */
    static void copy(Path from, Path to) throws IOException {
        try (var source = FileChannel.open(from, StandardOpenOption.READ)) {
            write(to, target -> {
                long size = source.size();
                for (long at = 0; at < size; ) {
                    at += source.transferTo(at, size - at, target);
                }
            });
        }
    }

    /** Replaces a file whole: whoever opens it, at any moment, finds the old content or the new. */
    public static void replace(Path file, Content content) throws IOException {
        Path written = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.deleteIfExists(written);
            write(written, content);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(written);
            throw e;
        }
        forceFolder(file.getParent());
    }

    /** Moves a folder to a name that is free. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(to.getParent());
    }

    /** Puts the names in a folder on the disk, where the system can. */
    static void forceFolder(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; it writes their names through by itself.
        }
    }

    /** Deletes a folder and all in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What the user reads when the disk refuses. */
    public static UserException refused(Path path, String doing, String help, IOException e) {
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        String kind =
                reason == null || reason.equals(path.toString()) ? e.getClass().getSimpleName() : reason;
        return new UserException(Place.of(path), "cannot be " + doing + ": " + kind, help, e);
    }
}
