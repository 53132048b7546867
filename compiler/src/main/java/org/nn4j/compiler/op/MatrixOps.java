package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.OnnxEmitter;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.OpTypeException.Kind;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/**
 * Matrix products. The attributes {@code transA} and {@code transB} swap the last two axes of an operand; {@code alpha},
 * of a product of two matrices, is a number that it is multiplied with.
 */
public final class MatrixOps {

    private MatrixOps() {}

    public static final Op MATMUL = Op.define("matmul", "x @ y: the matrix product over the last two axes.")
            .inputs("x", "y")
            .type((in, a, r) -> List.of(productType(in, a)))
            .gradient((b, n, dy) -> gradient(b, n, dy))
            .onnx((e, n) -> e.define(n.output(), product(e, n)));

    public static final Op GEMM = Op.define(
                    "gemm", "x @ y + c for matrices x and y, and c a row, a column or of the product's size.")
            .inputs("x", "y", "c")
            .type((in, a, r) -> {
                TensorType product = productType(in.subList(0, 2), a);
                TypeRules.sameDType("gemm", in);
                Shape c = in.get(2).shape();
                boolean row = c.rank() == 1
                        && product.rank() == 2
                        && c.dim(0).equals(product.shape().dim(1));
                boolean column = c.rank() == 2
                        && product.rank() == 2
                        && c.dim(0).equals(product.shape().dim(0))
                        && c.dim(1).is(1);
                if (product.rank() != 2 || !(row || column || c.equals(product.shape()))) {
                    throw new OpTypeException(Kind.SIZES, "`gemm` of " + in);
                }
                return List.of(product);
            })
            .gradient((b, n, dy) -> {
                List<Value> xy = gradient(b, n, dy);
                return List.of(xy.get(0), xy.get(1), dy);
            })
            .onnx((e, n) -> e.define(n.output(), product(e, n)));

    private static TensorType productType(List<TensorType> in, Attributes a) {
        TensorType x = in.get(0);
        TensorType y = in.get(1);
        if (x.rank() < 2 || y.rank() < 2) {
            throw OpTypeException.disagree(
                    Kind.RANK,
                    "`@` needs at least two axes on both sides",
                    in,
                    "add an axis with `unsqueeze`, or write the sum of a product: `sum(x * y, -1)`");
        }
        TypeRules.sameDType("@", in);
        TypeRules.requireFloat("@", x);
        if (a.number("alpha", 1) != 1 && (x.rank() > 2 || y.rank() > 2)) {
            throw new IllegalArgumentException("alpha is of a product of matrices");
        }
        Shape l = a.flag("transA") ? swapLast(x.shape()) : x.shape();
        Shape r = a.flag("transB") ? swapLast(y.shape()) : y.shape();
        if (!l.dim(-1).equals(r.dim(-2))) {
            throw OpTypeException.disagree(
                    Kind.SIZES,
                    "sizes differ in `@`: " + l.dim(-1) + " columns on the left, " + r.dim(-2) + " rows on the right",
                    in,
                    null);
        }
        Shape batch = TypeRules.broadcast("@", List.of(x.withShape(leading(l)), y.withShape(leading(r))));
        List<Dim> dims = new ArrayList<>(batch.dims());
        dims.add(l.dim(-2));
        dims.add(r.dim(-1));
        return x.withShape(new Shape(dims));
    }

    /** The number that a product is multiplied with. */
    public static double alpha(Node n) {
        return n.attributes().number("alpha", 1);
    }

    private static Shape leading(Shape s) {
        return new Shape(s.dims().subList(0, s.rank() - 2));
    }

    private static Shape swapLast(Shape s) {
        return s.with(s.rank() - 2, s.dim(-1)).with(s.rank() - 1, s.dim(-2));
    }

    private static List<Value> gradient(GraphBuilder b, Node n, Value dOut) {
        double alpha = alpha(n);
        Value dy = alpha == 1 ? dOut : Elementwise.mul(b, dOut, Constants.scalarLike(b, dOut, alpha));
        Value x = n.input(0);
        Value y = n.input(1);
        boolean ta = n.attributes().flag("transA");
        boolean tb = n.attributes().flag("transB");
        Value dx = ta ? matmul(b, y, dy, tb, true) : matmul(b, dy, y, false, !tb);
        Value dyOfY;
        if (y.rank() == 2 && x.rank() > 2 && !ta) {
            // One product over all rows at once instead of a batch of products that are then summed.
            Value rows = flattenRows(b, x);
            Value dRows = flattenRows(b, dy);
            dyOfY = tb ? matmul(b, dRows, rows, true, false) : matmul(b, rows, dRows, true, false);
        } else {
            dyOfY = tb ? matmul(b, dy, x, true, ta) : matmul(b, x, dy, !ta, false);
        }
        return List.of(dx, dyOfY);
    }

    private static Value flattenRows(GraphBuilder b, Value x) {
        Dim rows = leading(x.shape()).elements().times(x.shape().dim(-2));
        return ShapeOps.reshape(b, x, Shape.of(rows, x.shape().dim(-1)));
    }

    private static String product(OnnxEmitter e, Node n) {
        boolean ta = n.attributes().flag("transA");
        boolean tb = n.attributes().flag("transB");
        if (n.input(0).rank() == 2 && n.input(1).rank() == 2) {
            return e.emit(
                    "Gemm",
                    n.inputs().stream().map(e::name).toList(),
                    Map.of("alpha", (float) alpha(n), "transA", ta ? 1 : 0, "transB", tb ? 1 : 0));
        }
        return e.emit("MatMul", List.of(operand(e, n.input(0), ta), operand(e, n.input(1), tb)));
    }

    private static String operand(OnnxEmitter e, Value v, boolean transposed) {
        if (!transposed) {
            return e.name(v);
        }
        List<Long> perm = new ArrayList<>(
                IntStream.range(0, v.rank()).mapToObj(Long::valueOf).toList());
        java.util.Collections.swap(perm, v.rank() - 1, v.rank() - 2);
        return e.emit("Transpose", List.of(e.name(v)), Map.of("perm", perm));
    }

    public static Value matmul(GraphBuilder b, Value x, Value y) {
        return matmul(b, x, y, false, false);
    }

    public static Value matmul(GraphBuilder b, Value x, Value y, boolean transA, boolean transB) {
        return b.add(MATMUL, flags(transA, transB), x, y);
    }

    private static Attributes flags(boolean transA, boolean transB) {
        Map<String, Object> m = new java.util.HashMap<>();
        if (transA) {
            m.put("transA", true);
        }
        if (transB) {
            m.put("transB", true);
        }
        return new Attributes(m);
    }
}
