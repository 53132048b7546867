package org.nn4j.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {

    private static final Dim B = Dim.symbol("B");
    private final Shape shape = Shape.of(B, Dim.of(2), Dim.of(3));

    @Test
    void elementsAreTheProductOfTheSizes() {
        assertEquals(B.times(Dim.of(6)), shape.elements());
        assertEquals(Dim.of(1), Shape.SCALAR.elements());
        assertEquals(Dim.of(0), Shape.of(0, 5).elements());
        assertEquals(shape.elements(), Shape.of(Dim.of(6), B).elements());
    }

    @Test
    void negativeAxesCountFromTheEnd() {
        assertEquals(Dim.of(3), shape.dim(-1));
        assertEquals(shape.dim(0), shape.dim(-3));
        assertThrows(IndexOutOfBoundsException.class, () -> shape.dim(3));
    }

    @Test
    void axesAreReplacedAndLeftOutInACopy() {
        assertEquals("[B, 7, 3]", shape.with(1, Dim.of(7)).toString());
        assertEquals("[2]", shape.without(List.of(0, 2)).toString());
        assertEquals(Shape.SCALAR, shape.without(List.of(0, 1, 2)));
        assertEquals("[B, 2, 3]", shape.toString());
    }

    @Test
    void shapeIsKnownWhereEverySizeIs() {
        assertFalse(shape.isKnown());
        assertThrows(IllegalStateException.class, shape::toLongs);
        assertTrue(shape.with(0, Dim.of(4)).isKnown());
        assertArrayEquals(new long[] {4, 2, 3}, shape.with(0, Dim.of(4)).toLongs());
        assertTrue(Shape.SCALAR.isKnown());
        assertTrue(Shape.SCALAR.isScalar());
        assertEquals(0, Shape.SCALAR.rank());
    }

    @Test
    void shapesAreEqualWhereTheirSizesAreEqualExpressions() {
        assertEquals(Shape.of(B.plus(B)), Shape.of(B.times(Dim.of(2))));
        assertEquals("f32[B, 2, 3]", new TensorType(DType.F32, shape).toString());
        assertEquals("i64", TensorType.scalar(DType.I64).toString());
    }
}
