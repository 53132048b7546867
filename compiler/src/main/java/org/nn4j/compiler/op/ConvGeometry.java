package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;

/**
 * How a kernel walks over the axes of an image, as attributes hold it: a number for each axis.
 *
 * @param strides how far it moves from one output to the next
 * @param before how many zeros are thought before each axis
 * @param after how many behind
 * @param dilations how far apart the kernel's elements are
 * @param groups how many parts the channels fall into; each part of the outputs sees one part of the inputs
 */
public record ConvGeometry(
        List<Integer> strides, List<Integer> before, List<Integer> after, List<Integer> dilations, int groups) {

    public ConvGeometry {
        strides = List.copyOf(strides);
        before = List.copyOf(before);
        after = List.copyOf(after);
        dilations = List.copyOf(dilations);
    }

    public static ConvGeometry of(Attributes a) {
        return new ConvGeometry(
                a.integers("strides"),
                a.integers("before"),
                a.integers("after"),
                a.integers("dilations"),
                a.integer("groups"));
    }

    public Attributes attributes() {
        return new Attributes(entries());
    }

    /** With one more entry. */
    public Attributes attributes(String name, Object value) {
        Map<String, Object> all = entries();
        all.put(name, value);
        return new Attributes(all);
    }

    private Map<String, Object> entries() {
        Map<String, Object> m = new TreeMap<>();
        m.put("strides", strides);
        m.put("before", before);
        m.put("after", after);
        m.put("dilations", dilations);
        m.put("groups", groups);
        return m;
    }

    public int axes() {
        return strides.size();
    }

    /** How much of an axis the kernel covers at a time. */
    Dim reach(int axis, Dim kernel) {
        return kernel.minus(Dim.of(1)).times(Dim.of(dilations.get(axis))).plus(Dim.of(1));
    }

    Dim padded(int axis, Dim size) {
        return size.plus(Dim.of(before.get(axis) + after.get(axis)));
    }

    /** What the last step leaves uncovered of a padded axis. */
    Dim leftover(int axis, Dim size, Dim kernel) {
        return padded(axis, size).minus(reach(axis, kernel)).mod(Dim.of(strides.get(axis)));
    }

    /** How many places the kernel takes along an axis of a size; refuses a kernel that does not fit at all. */
    Dim places(String op, int axis, Dim size, Dim kernel) {
        Dim room = padded(axis, size).minus(reach(axis, kernel));
        if (room.isKnown() && room.value() < 0) {
            boolean padded = before.get(axis) + after.get(axis) > 0;
            boolean dilated = dilations.get(axis) > 1;
            throw new OpTypeException(
                    Kind.SIZES,
                    "`" + op + "`: a kernel of " + kernel
                            + (dilated ? " (over " + reach(axis, kernel) + ", by its dilation)" : "")
                            + " does not fit into an axis of size " + size
                            + (padded ? " (padded, " + padded(axis, size) + ")" : ""),
                    Map.of(),
                    "take a smaller kernel, or pad: `padding = \"same\"` keeps the size at stride 1");
        }
        return room.floorDiv(Dim.of(strides.get(axis))).plus(Dim.of(1));
    }

    /** The sizes behind batch and channels that a convolution has. */
    List<Dim> output(String op, Shape image, List<Dim> kernel) {
        List<Dim> out = new ArrayList<>();
        for (int i = 0; i < axes(); i++) {
            out.add(places(op, i, image.dim(i + 2), kernel.get(i)));
        }
        return out;
    }
}
