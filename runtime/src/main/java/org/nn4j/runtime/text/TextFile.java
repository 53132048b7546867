package org.nn4j.runtime.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** A file of text in UTF-8. */
public final class TextFile {

    private TextFile() {}

    /** Opens it; reading what is not UTF-8 throws a {@link CharacterCodingException}. */
    public static Reader open(Path file) throws IOException {
        return new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /**
     * The whole text, without a byte order mark.
     *
     * @throws UserException if it cannot be read, or is not UTF-8
     */
    static String read(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserException(Place.of(file), "is a folder, not a text", "Give the path of the file.");
        }
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (OutOfMemoryError e) {
            throw new UserException(
                    Place.of(file), "the text does not fit into memory", "Start Java with a larger -Xmx.", e);
        }
    }

    /** Why a file could not be read. */
    public static UserException unreadable(Path file, IOException e) {
        Place place = Place.of(file);
        if (e instanceof CharacterCodingException) {
            try {
                return EncodingFault.find(file);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
        }
        if (e instanceof NoSuchFileException) {
            return new UserException(
                    place,
                    "there is no such file",
                    "Paths in a program are relative to the program's folder: " + file.toAbsolutePath() + ".",
                    e);
        }
        String reason = e instanceof AccessDeniedException ? "access is denied" : String.valueOf(e.getMessage());
        return new UserException(place, "the file cannot be read: " + reason, "Check the file and its rights.", e);
    }
}
