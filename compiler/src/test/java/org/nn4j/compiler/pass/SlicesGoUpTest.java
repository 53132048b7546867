package org.nn4j.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ConvGeometry;
import org.nn4j.compiler.op.Convolution;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Pooling;
import org.nn4j.compiler.op.SliceOps;
import org.nn4j.compiler.op.Window;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** A slice moves before what would compute more than it leaves. */
final class SlicesGoUpTest extends PassTest {

    private final Value x = in(DType.F64, "x", Shape.of(2, 1, 9, 8));

    private Value slice(Value v, int axis, int start, int size) {
        return SliceOps.slice(b, v, axis, Dim.of(start), Dim.of(size));
    }

    @Test
    void slicesMerge() {
        Value inner = slice(x, 2, 1, 7);
        out(SliceOps.slice(b, inner, List.of(2, 3), List.of(Dim.of(2), Dim.of(0)), List.of(Dim.of(3), Dim.of(4))));
        assertText("""
                %1: f64[2, 1, 3, 4] = slice(%0) {axes=[2, 3], sizes=[3, 4], starts=[3, 0]}
                return out0 = %1
                """, after(new MergeSlices()));
    }

    @Test
    void beforeElementwise() {
        out(slice(op(Elementwise.RELU, x), 2, 1, 7));
        assertText("""
                %1: f64[2, 1, 7, 8] = slice(%0) {axes=[2], sizes=[7], starts=[1]}
                %2: f64[2, 1, 7, 8] = relu(%1)
                return out0 = %2
                """, after(new SliceBeforeElementwise()));
    }

    @Test
    void whatIsReadElsewhereStaysWhole() {
        Value whole = op(Elementwise.RELU, x);
        out(slice(whole, 2, 1, 7));
        out(whole);
        assertText("""
                %1: f64[2, 1, 9, 8] = relu(%0)
                %2: f64[2, 1, 7, 8] = slice(%1) {axes=[2], sizes=[7], starts=[1]}
                return out0 = %2, out1 = %1
                """, after(new SliceBeforeElementwise()));
    }

    @Test
    void beforePooling() {
        out(slice(Pooling.max(b, x, Window.tiles(List.of(3, 2))), 2, 1, 2));
        assertText("""
                %1: f64[2, 1, 6, 8] = slice(%0) {axes=[2], sizes=[6], starts=[3]}
                %2: f64[2, 1, 2, 4] = max_pool(%1) {after=[0, 0], before=[0, 0], kernel=[3, 2], stride=[3, 2]}
                return out0 = %2
                """, after(new SliceBeforePooling()));
    }

    @Test
    void notBeforePoolingOfWindowsThatOverlap() {
        Window w = new Window(List.of(3, 3), List.of(2, 2), List.of(0, 0), List.of(0, 0));
        Value pooled = Pooling.max(b, x, w);
        out(slice(pooled, 2, 1, 2));
        Graph g = after(new SliceBeforePooling());
        assertEquals(SliceOps.SLICE, g.nodes().get(g.nodes().size() - 1).op());
    }

    /** Strides, margins and dilations, at the start, in the middle and at the end: the same numbers from less. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1, 0, 4, 6, 0, 0",
        "1, 0, 0, 1, 3, 4, 6, 0, 0",
        "1, 1, 1, 1, 0, 9, 9, 1, 1",
        "1, 1, 1, 1, 0, 8, 9, 1, 0",
        "1, 1, 1, 1, 2, 3, 5, 0, 0",
        "1, 1, 1, 1, 6, 3, 4, 0, 1",
        "2, 2, 1, 1, 0, 2, 3, 2, 0",
        "2, 2, 1, 1, 1, 3, 7, 0, 0",
        "1, 4, 4, 2, 1, 2, 3, 3, 0",
    })
    void beforeConvolution(
            int stride, int before, int after, int dilation, int start, int size, int left, int front, int back) {
        Value w = in(DType.F64, "w", Shape.of(2, 1, 3, 1));
        ConvGeometry g =
                new ConvGeometry(List.of(stride, 1), List.of(before, 0), List.of(after, 0), List.of(dilation, 1), 1);
        Value bias = in(DType.F64, "b", Shape.of(2));
        Value y = b.add(Convolution.CONV, g.attributes(), x, w, bias);
        Value part = slice(y, 2, start, size);
        out(part);
        Graph whole = b.build(List.of(new Graph.Port("out0", part)));
        Graph cut = after(new SliceBeforeConvolution());
        Attributes a = cut.nodes().get(cut.nodes().size() - 1).attributes();
        assertEquals(List.of(front, 0), a.integers("before"));
        assertEquals(List.of(back, 0), a.integers("after"));
        Value image = cut.nodes().get(cut.nodes().size() - 1).input(0);
        assertEquals(left, image.shape().dim(2).value());
        Map<String, NdArray> in = Map.of(
                "x", numbers(2, 1, 9, 8),
                "w", numbers(2, 1, 3, 1),
                "b", numbers(2));
        NdArray expected =
                Objects.requireNonNull(ReferenceEvaluator.evaluate(whole, in).get("out0"));
        NdArray found =
                Objects.requireNonNull(ReferenceEvaluator.evaluate(cut, in).get("out0"));
        assertArrayEquals(expected.elements(), found.elements(), 1e-12);
    }

    private static NdArray numbers(int... sizes) {
        double[] k = {0};
        return NdArray.generate(DType.F64, sizes, i -> Math.sin(++k[0]));
    }

    /** Two convolutions with ReLU and pooling: the second pooling's rest is not computed in the first convolution. */
    @Test
    void upToTheFirstConvolution() {
        Value image = in(DType.F32, "image", Shape.of(B, Dim.of(1), Dim.of(28), Dim.of(28)));
        Value h = image;
        for (int i = 0; i < 2; i++) {
            Value w = in(DType.F32, "w" + i, Shape.of(2, i + 1, 3, 3));
            ConvGeometry g = new ConvGeometry(List.of(1, 1), List.of(0, 0), List.of(0, 0), List.of(1, 1), 1);
            h = Pooling.max(b, op(Elementwise.RELU, Convolution.conv(b, h, w, g)), Window.tiles(List.of(2, 2)));
        }
        Graph g = Passes.beforeGradients(b.build(List.of(new Graph.Port("y", h))));
        assertEquals(
                List.of("[B, 2, 24, 24]", "[B, 2, 10, 10]"),
                g.nodes().stream()
                        .filter(n -> n.op() == Convolution.CONV)
                        .map(n -> n.output().shape().toString())
                        .toList());
    }
}
