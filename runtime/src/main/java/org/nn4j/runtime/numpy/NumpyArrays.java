package org.nn4j.runtime.numpy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.storage.Disk;

/** Arrays by name: those of an {@code .npz} file, or the {@code .npy} files of a folder. */
final class NumpyArrays implements AutoCloseable {

    private static final String ENDING = ".npy";

    private final Path path;
    private final @Nullable ZipFile zip;
    private final List<String> names;

    private NumpyArrays(Path path, @Nullable ZipFile zip, List<String> names) {
        this.path = path;
        this.zip = zip;
        this.names = names;
    }

    static NumpyArrays open(Path path) {
        try {
            if (Files.isDirectory(path)) {
                try (var files = Files.list(path)) {
                    return new NumpyArrays(
                            path,
                            null,
                            named(files.map(file -> String.valueOf(file.getFileName()))
                                    .toList()));
                }
            }
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            if (path.toString().endsWith(ENDING)) {
                throw new UserException(
                        Place.of(path),
                        "is a single array",
                        "Give the folder that it is in, or an .npz file: numpy.savez(\"data.npz\", x = x, y = y).");
            }
            var zip = new ZipFile(path.toFile());
            return new NumpyArrays(
                    path, zip, named(zip.stream().map(ZipEntry::getName).toList()));
        } catch (ZipException e) {
            throw new UserException(
                    Place.of(path),
                    "is not a complete .npz file, which is a zip archive",
                    "Give a file that numpy.savez or savez_compressed has written, or a folder of .npy files.",
                    e);
        } catch (IOException e) {
            throw Disk.refused(path, "read", "Paths in a program are relative to the program's folder.", e);
        }
    }

    private static List<String> named(List<String> files) {
        return files.stream()
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .sorted()
                .toList();
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Where an array is, for errors. */
    Place place(String name) {
        return zip == null ? Place.of(path.resolve(name + ENDING)) : new Place(path + "/" + name + ENDING, 0, "");
    }

    /** An array whose elements become those of a type. */
    Tensor read(String name, DType dtype) {
        if (!has(name)) {
            throw new UserException(
                    Place.of(path),
                    "there is no array " + Quote.text(name)
                            + (names.isEmpty() ? ", nor any other" : ", only " + Quote.names(names)),
                    "Arrays are named as in numpy.savez(file, x_train = …), or as their .npy files."
                            + Quote.didYouMean(name, names));
        }
        try (var from = new CheckedInputStream(stream(name), new CRC32())) {
            Tensor array = NpyArray.read(from, dtype, place(name));
            requireChecksum(name, from);
            return array;
        } catch (IOException e) {
            throw new UserException(
                    place(name),
                    "cannot be read: " + (e.getMessage() == null ? "it ends too early" : e.getMessage()),
                    "The file is damaged or not complete: copy or write it again.",
                    e);
        }
    }

    /** What is deflated shows damage by itself, mostly; in what is only stored, it would be other numbers. */
    private void requireChecksum(String name, CheckedInputStream read) throws IOException {
        if (zip == null) {
            return;
        }
        read.transferTo(OutputStream.nullOutputStream());
        if (read.getChecksum().getValue() != zip.getEntry(name + ENDING).getCrc()) {
            throw new UserException(place(name), "is damaged: its checksum is wrong", "Copy or write the file again.");
        }
    }

    private InputStream stream(String name) throws IOException {
        if (zip == null) {
            return new BufferedInputStream(Files.newInputStream(path.resolve(name + ENDING)), 1 << 16);
        }
        return new BufferedInputStream(zip.getInputStream(zip.getEntry(name + ENDING)), 1 << 16);
    }

    @Override
    public void close() {
        if (zip != null) {
            try {
                zip.close();
            } catch (IOException e) {
                throw Disk.refused(path, "closed", "Try again.", e);
            }
        }
    }
}
