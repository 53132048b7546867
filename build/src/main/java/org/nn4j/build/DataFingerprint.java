package org.nn4j.build;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.DataSpec;

/**
 * Tells whether the data of a recipe has changed. A file is read; of folders and of names that match several files, the
 * names, sizes and times count, since reading a hundred thousand images would take as long as some trainings.
 */
final class DataFingerprint {

    private DataFingerprint() {}

    static String of(DataSpec data, Path base) throws IOException {
        Fingerprint all = new Fingerprint();
        for (String path : paths(data)) {
            add(all.add(path), base.resolve(path));
        }
        return all.hex();
    }

    private static List<String> paths(DataSpec data) {
        if (!(data instanceof CsvSpec csv)) {
            return List.of(data.path());
        }
        List<String> paths = new ArrayList<>(csv.paths());
        paths.addAll(csv.validationPaths());
        paths.addAll(csv.testPaths());
        return paths;
    }

    private static void add(Fingerprint all, Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            all.add(path);
            return;
        }
        Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        PathMatcher wanted = Files.isDirectory(path)
                ? any -> true
                : FileSystems.getDefault().getPathMatcher("glob:" + name(path) + "*");
        try (Stream<Path> files = Files.walk(folder, Files.isDirectory(path) ? Integer.MAX_VALUE : 1)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> wanted.matches(file.getFileName()))
                    .sorted()
                    .toList()) {
                all.add(ProgramTree.slashes(folder.relativize(file)))
                        .add(Long.toString(Files.size(file)))
                        .add(Files.getLastModifiedTime(file).toString());
            }
        }
    }

    private static @Nullable Path name(Path path) {
        return path.getFileName();
    }
}
