package org.nn4j.runtime.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** Text that is not UTF-8: refused, and found again to say where it stands. */
public final class EncodingFault {

    private static final String HELP = "Save the file as UTF-8.";

    private EncodingFault() {}

    /** A text of two bytes a character. */
    public static UserException utf16(Place place) {
        return new UserException(place, "the text is UTF-16, not UTF-8", HELP);
    }

    /** Finds the first bytes that are not UTF-8. */
    static UserException find(Path file) throws IOException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var bytes = ByteBuffer.allocate(1 << 16).limit(0);
        var chars = CharBuffer.allocate(1 << 16);
        long line = 1;
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] start = in.readNBytes(2);
            if (isUtf16(start)) {
                return utf16(Place.of(file));
            }
            bytes.compact().put(start).flip();
            while (true) {
                var result = decoder.decode(bytes, chars, false);
                line += chars.flip().chars().filter(c -> c == '\n').count();
                chars.clear();
                if (result.isMalformed() || result.isUnmappable()) {
                    int wrong = bytes.get(bytes.position()) & 0xFF;
                    return notUtf8(file, line, String.format(Locale.ROOT, "the byte 0x%02X is not UTF-8", wrong));
                }
                bytes.compact();
                int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                bytes.position(bytes.position() + Math.max(0, read)).flip();
                if (read < 0) {
                    return notUtf8(file, line, "the text ends within a character of UTF-8");
                }
            }
        }
    }

    /** Whether a text begins with the mark of UTF-16, or with a character of it that UTF-8 would hold in one byte. */
    private static boolean isUtf16(byte[] start) {
        if (start.length < 2) {
            return false;
        }
        int first = start[0] & 0xFF;
        int second = start[1] & 0xFF;
        return first == 0 || second == 0 || (first >= 0xFE && second >= 0xFE);
    }

    private static UserException notUtf8(Path file, long line, String problem) {
        return new UserException(Place.of(file).line(line), problem, HELP);
    }
}
