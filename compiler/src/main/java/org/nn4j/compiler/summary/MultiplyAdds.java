package org.nn4j.compiler.summary;

import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Convolution;
import org.nn4j.compiler.op.MatrixOps;

/**
 * The multiplications, each with its addition, of products and convolutions; other operators count nothing.
 *
 * <p>A product {@code [m, k] @ [k, n]} has m·k·n of them. A convolution has, for each element of its output, those of a
 * filter's kernel, places in the padding included; a transposed one so for each element of its input.
 */
final class MultiplyAdds {

    private MultiplyAdds() {}

    /** Those of one node, without its bodies. */
    static Dim of(Node n) {
        if (n.op() == MatrixOps.MATMUL || n.op() == MatrixOps.GEMM) {
            int inner = n.attributes().flag("transA") ? -2 : -1;
            return elements(n.output()).times(n.input(0).shape().dim(inner));
        }
        if (n.op() == Convolution.CONV) {
            return elements(n.output()).times(kernel(n.input(1).shape()));
        }
        if (n.op() == Convolution.CONV_TRANSPOSE) {
            return elements(n.input(0)).times(kernel(n.input(1).shape()));
        }
        return Dim.of(0);
    }

    private static Dim elements(Value v) {
        return v.shape().elements();
    }

    /** Of weights {@code [F, C / groups, ...K]}, what one of F has. */
    private static Dim kernel(Shape weights) {
        return new Shape(weights.dims().subList(1, weights.rank())).elements();
    }
}
