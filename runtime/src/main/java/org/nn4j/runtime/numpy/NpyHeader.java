package org.nn4j.runtime.numpy;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/**
 * What an array in NumPy's format is, of the versions 1.0 to 3.0 (numpy.lib.format).
 *
 * @param kind {@code f}loats, {@code i}ntegers, {@code u}nsigned ones or {@code b}ools
 * @param size the bytes of an element
 * @param order of the bytes of an element
 * @param fortran whether the first axis runs fastest
 * @param shape the dims
 */
@SuppressWarnings("ArrayRecordComponent")
record NpyHeader(char kind, int size, ByteOrder order, boolean fortran, long[] shape) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 20;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z])([0-9]*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,L\\s]*)\\)");

    /** Reads it from the beginning of an array; {@code place} is for errors. */
    static NpyHeader read(DataInputStream from, Place place) throws IOException {
        byte[] magic = from.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new UserException(place, "is not an array in NumPy's format", "Write it with numpy.save or savez.");
        }
        int major = from.readUnsignedByte();
        from.readUnsignedByte();
        if (major < 1 || major > 3) {
            throw new UserException(
                    place, "is of version " + major + " of NumPy's format", "Versions 1 to 3 can be read.");
        }
        byte[] two = from.readNBytes(major == 1 ? 2 : 4);
        long length = 0;
        for (int i = two.length - 1; i >= 0; i--) {
            length = length << 8 | (two[i] & 0xFF);
        }
        if (length > LONGEST) {
            throw malformed(place);
        }
        byte[] text = from.readNBytes((int) length);
        if (text.length < length) {
            throw malformed(place);
        }
        return parse(new String(text, StandardCharsets.UTF_8), place);
    }

    private static NpyHeader parse(String text, Place place) {
        Matcher fortran = FORTRAN.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!text.contains("'descr'") || !fortran.find() || !shape.find()) {
            throw malformed(place);
        }
        Matcher descr = DESCR.matcher(text);
        if (!descr.find() || !isRead(descr.group(2).charAt(0), descr.group(3))) {
            throw new UserException(
                    place,
                    "its elements are of another kind than numbers or bools: "
                            + text.replaceAll(".*'descr'\\s*:\\s*(.*?),\\s*'fortran.*", "$1")
                                    .strip(),
                    "Convert it in Python, such as with x.astype(\"float32\"); arrays of objects cannot be read.");
        }
        long[] dims = Pattern.compile(",")
                .splitAsStream(shape.group(1))
                .map(dim -> dim.replace("L", "").strip())
                .filter(dim -> !dim.isEmpty())
                .mapToLong(dim -> dim.length() > 18 ? Long.MAX_VALUE : Long.parseLong(dim))
                .toArray();
        if (dims.length == 0) {
            throw new UserException(
                    place, "is a single number", "Give an array, whose first axis is that of the rows.");
        }
        boolean big = descr.group(1).equals(">");
        return new NpyHeader(
                descr.group(2).charAt(0),
                Integer.parseInt(descr.group(3)),
                big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                fortran.group(1).equals("True"),
                dims);
    }

    private static boolean isRead(char kind, String size) {
        return switch (kind) {
            case 'f' -> size.matches("[248]");
            case 'i', 'u' -> size.matches("[1248]");
            case 'b' -> size.equals("1");
            default -> false;
        };
    }

    private static UserException malformed(Place place) {
        return new UserException(
                place, "has a damaged header", "Copy the file again, or write it anew with numpy.save or savez.");
    }

    boolean isFloat() {
        return kind == 'f';
    }

    /** As NumPy calls the type, with the shape: {@code u1[60000, 28, 28]}. */
    @Override
    public String toString() {
        return kind + String.valueOf(size) + Arrays.toString(shape);
    }
}
