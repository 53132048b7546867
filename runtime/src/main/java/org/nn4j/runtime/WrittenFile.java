package org.nn4j.runtime;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nn4j.runtime.storage.Disk;

/** A text that is written for the user: whole, or not at all. */
final class WrittenFile {

    private WrittenFile() {}

    /** What is written. */
    interface Text {
        void writeTo(Writer to) throws IOException;
    }

    /**
     * Writes a file in UTF-8, in the place of the one that was there.
     *
     * @throws org.nn4j.runtime.error.UserException if it cannot be written
     */
    static void write(Path file, Text text) {
        Disk.Content content = channel -> {
            Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
            text.writeTo(writer);
            writer.flush();
        };
        try {
            Path target = file.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                // A device or a pipe is written to, never replaced.
                try (Writer writer = Files.newBufferedWriter(target)) {
                    text.writeTo(writer);
                }
            } else {
                Disk.replace(target, content);
            }
        } catch (IOException e) {
            throw Disk.refused(file, "written", "What was there before is unchanged.", e);
        }
    }
}
