package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.OpSample.dim;
import static org.nn4j.compiler.op.OpSample.in;
import static org.nn4j.compiler.op.OpSample.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Op;

/** Convolutions: of one to three axes, with every attribute, of sizes known and unknown. */
final class ConvolutionSamples {

    private final List<OpSample> all = new ArrayList<>();

    private ConvolutionSamples() {}

    static List<OpSample> all() {
        ConvolutionSamples s = new ConvolutionSamples();
        s.convolutions();
        s.transposed();
        s.weights();
        return s.all;
    }

    /** Numbers for each axis: {@code strides/before/after/dilations}, and the number of groups. */
    static ConvGeometry geometry(String text, int groups) {
        List<List<Integer>> parts = Arrays.stream(text.split("/"))
                .map(p -> Arrays.stream(p.split(",")).map(Integer::valueOf).toList())
                .toList();
        return new ConvGeometry(parts.get(0), parts.get(1), parts.get(2), parts.get(3), groups);
    }

    private void convolutions() {
        conv("[B, 2, 7]", "[3, 2, 3]", geometry("1/0/0/1", 1));
        conv("[B, 2, 7]", "[3, 2, 3]", geometry("2/1/2/1", 1), true);
        conv("[2, 2, T]", "[2, 2, 1]", geometry("1/0/0/1", 1));
        conv("[B, 2, T]", "[3, 2, 3]", geometry("2/1/1/1", 1));
        conv("[B, 2, T]", "[3, 2, 2]", geometry("1/2/0/2", 1));
        conv("[B, 1, T]", "[1, 1, 3]", geometry("3/4/3/2", 1), true);
        conv("[B, 2, 5, 6]", "[3, 2, 3, 2]", geometry("1,1/0,0/0,0/1,1", 1), true);
        conv("[B, 1, 6, 6]", "[2, 1, 3, 3]", geometry("1,1/0,0/0,0/1,1", 1));
        conv("[B, 3, 5, 4]", "[2, 3, 1, 1]", geometry("1,1/0,0/0,0/1,1", 1), true);
        conv("[B, 3, 5, 4]", "[2, 3, 1, 1]", geometry("2,1/0,0/0,0/1,1", 1));
        conv("[B, 3, 5, 4]", "[2, 3, 2, 1]", geometry("2,3/1,0/0,2/1,2", 1));
        conv("[B, 2, D, 5]", "[2, 2, 3, 3]", geometry("2,2/1,1/1,1/1,1", 1));
        conv("[B, 2, 9, 5]", "[2, 2, 3, 2]", geometry("2,1/1,0/0,1/3,2", 1));
        conv("[B, 4, 5, 4]", "[6, 2, 3, 3]", geometry("1,1/1,1/1,1/1,1", 2), true);
        conv("[B, 4, 5, 6]", "[2, 2, 2, 3]", geometry("2,1/0,1/0,1/1,2", 2));
        conv("[B, 3, 5, 6]", "[3, 1, 3, 3]", geometry("1,1/1,1/1,1/1,1", 3));
        conv("[B, 3, 6, 5]", "[6, 1, 3, 3]", geometry("2,2/0,0/1,1/1,1", 3), true);
        conv("[B, 3, T, 5]", "[3, 1, 3, 3]", geometry("2,1/1,1/1,1/1,1", 3));
        conv("[B, 2, 3, 4, 3]", "[2, 2, 2, 2, 2]", geometry("1,1,1/0,0,0/0,0,0/1,1,1", 1));
        conv("[B, 2, 4, T, 3]", "[4, 1, 2, 1, 3]", geometry("2,1,2/0,1,1/1,0,1/1,1,1", 2), true);
        // Weights that depend on data: the kernel's size is not known.
        conv("[2, 2, 7]", "[B, 2, T]", geometry("1/0/0/1", 1));
        // Too many elements for a node each.
        conv("[B, 1, 1027]", "[1, 1, 1024]", geometry("1/0/0/1", 1));
        conv("[B, 2, 1027]", "[2, 1, 1024]", geometry("2/1/0/1", 2));
    }

    private void conv(String x, String w, ConvGeometry g) {
        conv(x, w, g, false);
    }

    private void conv(String x, String w, ConvGeometry g, boolean bias) {
        add(Convolution.CONV, g.attributes(), x, w, bias ? shape(w).dim(0).toString() : null);
    }

    private void transposed() {
        transposed("[B, 2, 4]", "[2, 3, 3]", geometry("1/0/0/1", 1), "6", false);
        transposed("[B, 2, 4]", "[2, 3, 3]", geometry("2/1/1/1", 1), "8", true);
        transposed("[B, 2, T]", "[2, 3, 3]", geometry("1/1/1/1", 1), "T", false);
        transposed("[B, 2, T]", "[2, 3, 2]", geometry("2/0/0/1", 1), "2*T", true);
        transposed("[B, 3, 3, 4]", "[3, 2, 2, 3]", geometry("1,1/0,0/0,0/1,1", 1), "4, 6", true);
        transposed("[B, 3, 3, 2]", "[3, 2, 1, 2]", geometry("3,3/0,0/0,0/1,1", 1), "9, 6", false);
        transposed("[B, 4, 3, 2]", "[4, 3, 2, 2]", geometry("2,1/0,1/1,0/1,2", 2), "5, 3", true);
        transposed("[B, 3, 4, 5]", "[3, 1, 3, 2]", geometry("1,1/1,0/1,1/1,2", 3), "4, 6", true);
        transposed("[B, 3, T, 4]", "[3, 1, 2, 3]", geometry("1,1/0,0/1,0/1,1", 3), "T, 6", false);
        transposed("[B, 2, 2, 2, 2]", "[2, 1, 2, 2, 2]", geometry("2,2,1/0,0,0/0,0,0/1,1,1", 1), "4, 4, 3", false);
    }

    private void transposed(String x, String w, ConvGeometry g, String size, boolean bias) {
        String filters =
                bias ? shape(w).dim(1).times(dim(Integer.toString(g.groups()))).toString() : null;
        List<Dim> sizes = shape("[" + size + "]").dims();
        add(Convolution.CONV_TRANSPOSE, g.attributes("size", sizes), x, w, filters);
    }

    private void weights() {
        weights("[B, 2, 7]", "[B, 3, 5]", geometry("1/0/0/1", 1), "3");
        weights("[B, 2, T]", "[B, 3, T]", geometry("1/1/1/1", 1), "3");
        weights("[B, 3, 6, 5]", "[B, 6, 3, 2]", geometry("2,2/0,0/1,1/1,1", 3), "3, 3");
        weights("[B, 3, 7, 8]", "[B, 3, 3, 2]", geometry("2,3/0,1/0,1/1,2", 3), "3, 4");
        weights("[B, 9, 7, 5]", "[B, 2, 3, 5]", geometry("2,1/0,1/0,1/1,1", 1), "3, 3");
        weights("[B, 2, 6, 6]", "[B, 3, 2, 4]", geometry("2,1/0,0/0,0/2,1", 1), "2, 3");
        weights("[B, 3, 4, 4]", "[B, 2, 4, 4]", geometry("1,1/0,0/0,0/1,1", 1), "1, 1");
        weights("[B, 1, 3, 4, 3]", "[B, 2, 2, 3, 2]", geometry("1,1,1/0,0,0/0,0,0/1,1,1", 1), "2, 2, 2");
    }

    private void weights(String x, String dy, ConvGeometry g, String kernel) {
        List<Dim> sizes = shape("[" + kernel + "]").dims();
        add(Convolution.CONV_WEIGHTS, g.attributes("kernel", sizes), x, dy, null);
    }

    private void add(Op op, Attributes a, String x, String y, @Nullable String bias) {
        List<OpSample.Input> in = new ArrayList<>(List.of(in("f64" + x), in("f64" + y)));
        if (bias != null) {
            in.add(in("f64[" + bias + "]"));
        }
        all.add(OpSample.of(op, a, in.toArray(OpSample.Input[]::new)));
    }
}
