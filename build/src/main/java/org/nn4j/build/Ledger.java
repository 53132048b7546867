package org.nn4j.build;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.storage.Disk;

/**
 * What the last build made, and of what.
 *
 * @param programs by their files, relative to the folder of sources
 */
record Ledger(Map<String, Entry> programs) {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /**
     * A program.
     *
     * @param key of its text, the compiler and the options
     * @param modules what it imports, directly or not, each with a fingerprint of its text
     * @param outputs the files that were made of it, relative to the folder of resources
     * @param classes the Java sources that were made of it, relative to their folder
     * @param models the names of its models in order
     */
    record Entry(
            String key, Map<String, String> modules, List<String> outputs, List<String> classes, List<String> models) {}

    /** That of the last build; an empty one where there was none, or none of this version. */
    static Ledger read(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            try {
                @Nullable Ledger read = GSON.fromJson(Files.readString(file), Ledger.class);
                if (read != null && read.isWhole()) {
                    return read;
                }
            } catch (JsonParseException e) {
                // Then everything is compiled.
            }
        }
        return new Ledger(Map.of());
    }

    /** Gson leaves null what it does not find. */
    @SuppressWarnings("ConstantValue")
    private boolean isWhole() {
        return programs != null
                && programs.values().stream()
                        .allMatch(e ->
                                e.key() != null && e.modules() != null && e.outputs() != null && e.models() != null);
    }

    /** Without some programs. */
    Ledger without(List<String> some) {
        Map<String, Entry> rest = new TreeMap<>(programs);
        some.forEach(rest::remove);
        return new Ledger(rest);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Disk.replace(file, channel -> {
            var writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
            writer.write(GSON.toJson(this));
            writer.flush();
        });
    }
}
