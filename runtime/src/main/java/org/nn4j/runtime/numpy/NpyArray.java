package org.nn4j.runtime.numpy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** Reads the elements of an array in NumPy's format. */
final class NpyArray {

    private static final int BLOCK = 1 << 16;

    private final Place place;
    private final NpyHeader header;
    private final Tensor to;
    private final ByteBuffer bytes;

    private NpyArray(Place place, NpyHeader header, Tensor to) {
        this.place = place;
        this.header = header;
        this.to = to;
        this.bytes = to.bytes();
    }

    /**
     * Reads an array.
     *
     * @param dtype what its elements become
     * @param place where it is, for errors
     */
    static Tensor read(InputStream stream, DType dtype, Place place) throws IOException {
        var from = new DataInputStream(stream);
        NpyHeader header = NpyHeader.read(from, place);
        long elements = 1;
        for (long dim : header.shape()) {
            if (dim > 0 && elements > Integer.MAX_VALUE / dim) {
                throw new UserException(
                        place, "is " + header + ", which is larger than 2 GiB", "Give it in smaller parts.");
            }
            elements *= dim;
        }
        var array = new NpyArray(place, header, Tensor.zeros(dtype, header.shape()));
        array.read(from, (int) elements);
        return array.to;
    }

    private void read(InputStream from, int elements) throws IOException {
        long[] index = new long[header.shape().length];
        byte[] block = new byte[BLOCK];
        ByteBuffer values = ByteBuffer.wrap(block).order(header.order());
        boolean copied = to.dtype() == DType.U8
                && header.kind() != 'f'
                && header.kind() != 'i'
                && header.size() == 1
                && !header.fortran();
        for (int at = 0; at < elements; ) {
            int wanted = (int) Math.min(BLOCK / header.size(), (long) elements - at);
            int got = from.readNBytes(block, 0, wanted * header.size()) / header.size();
            if (got < wanted) {
                throw new UserException(
                        place,
                        "ends after " + (at + got) + " of " + elements + " values, those of " + header,
                        "The file is not complete: copy or write it again.");
            }
            if (copied) {
                bytes.put(at, block, 0, wanted);
                at += wanted;
                continue;
            }
            for (int i = 0; i < wanted; i++, at++) {
                int target = header.fortran() ? next(index) : at;
                put(values, i * header.size(), target);
            }
        }
    }

    /** The place in row-major order of the next element in column-major order. */
    private int next(long[] index) {
        long[] shape = header.shape();
        long place = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            place = place * shape[axis] + index[axis];
        }
        for (int axis = 0; axis < shape.length && ++index[axis] == shape[axis]; axis++) {
            index[axis] = 0;
        }
        return (int) place;
    }

    private void put(ByteBuffer from, int at, int target) {
        if (header.isFloat()) {
            putReal(
                    switch (header.size()) {
                        case 2 -> half(from.getShort(at));
                        case 4 -> from.getFloat(at);
                        default -> from.getDouble(at);
                    },
                    target);
            return;
        }
        boolean signed = header.kind() == 'i';
        long value = switch (header.size()) {
            case 1 -> signed ? from.get(at) : from.get(at) & 0xFF;
            case 2 -> signed ? from.getShort(at) : from.getShort(at) & 0xFFFF;
            case 4 -> signed ? from.getInt(at) : from.getInt(at) & 0xFFFFFFFFL;
            default -> from.getLong(at);
        };
        if (!signed && value < 0) {
            putReal((value >>> 1) * 2.0, target);
        } else {
            putWhole(value, target);
        }
    }

    private void putReal(double value, int target) {
        boolean single = to.dtype() == DType.F32;
        if (single || to.dtype() == DType.F64) {
            if (!Double.isFinite(single ? (float) value : value)) {
                throw wrong(value, target, "a finite " + to.dtype(), "Only finite numbers can be learned from.");
            }
            if (single) {
                bytes.putFloat(target * Float.BYTES, (float) value);
            } else {
                bytes.putDouble(target * Double.BYTES, value);
            }
            return;
        }
        if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
            throw wrong(value, target, "a whole number of type " + to.dtype(), "Declare it as f32, or convert it.");
        }
        putWhole((long) value, target);
    }

    private void putWhole(long value, int target) {
        switch (to.dtype()) {
            case F32 -> bytes.putFloat(target * Float.BYTES, (float) value);
            case F64 -> bytes.putDouble(target * Double.BYTES, (double) value);
            case I64 -> bytes.putLong(target * Long.BYTES, value);
            case I32 -> {
                require(value == (int) value, value, target, "an i32", "Declare it as i64.");
                bytes.putInt(target * Integer.BYTES, (int) value);
            }
            case U8 -> {
                require(
                        value >= 0 && value <= 255,
                        value,
                        target,
                        "a byte, from 0 to 255",
                        "Bytes are those of arrays of uint8.");
                bytes.put(target, (byte) value);
            }
            case BOOL -> {
                require(value == 0 || value == 1, value, target, "a bool, 0 or 1", "Convert it, such as with x > 0.");
                bytes.put(target, (byte) value);
            }
        }
    }

    private void require(boolean holds, long value, int target, String wanted, String help) {
        if (!holds) {
            throw wrong(value, target, wanted, help);
        }
    }

    private UserException wrong(Object value, int target, String wanted, String help) {
        int rows = (int) header.shape()[0];
        int row = target / (to.size() / rows);
        return new UserException(place, value + " in row " + row + " is not " + wanted, help);
    }

    /** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float value;
        if (exponent == 0) {
            value = fraction * 0x1p-24f;
        } else if (exponent == 31) {
            value = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            value = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return bits < 0 ? -value : value;
    }
}
