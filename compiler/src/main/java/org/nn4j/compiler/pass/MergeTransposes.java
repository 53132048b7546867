package org.nn4j.compiler.pass;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.MatrixOps;
import org.nn4j.compiler.op.ShapeOps;

/**
 * {@code transpose(transpose(x))} → one or none, and {@code matmul(transpose(x), y)} → {@code matmul(x, y) {transA}}:
 * a matrix product reads its operands in either order at no cost.
 */
final class MergeTransposes extends NodePass {

    @Override
    @Nullable
    Value replace(Rewrite r, Node n) {
        if (n.op() == ShapeOps.TRANSPOSE) {
            Node inner = r.definition(n.input(0), ShapeOps.TRANSPOSE);
            if (inner == null) {
                return null;
            }
            List<Integer> first = inner.attributes().integers("perm");
            List<Integer> both =
                    n.attributes().integers("perm").stream().map(first::get).toList();
            return ShapeOps.transpose(r.b(), r.get(inner.input(0)), both);
        }
        if (n.op() != MatrixOps.MATMUL && n.op() != MatrixOps.GEMM) {
            return null;
        }
        Node left = swapped(r, n.input(0));
        Node right = swapped(r, n.input(1));
        if (left == null && right == null) {
            return null;
        }
        Map<String, Object> flags = new TreeMap<>(n.attributes().entries());
        flag(flags, "transA", n.attributes().flag("transA") != (left != null));
        flag(flags, "transB", n.attributes().flag("transB") != (right != null));
        List<Value> in = new java.util.ArrayList<>(n.inputs());
        in.set(0, left == null ? n.input(0) : left.input(0));
        in.set(1, right == null ? n.input(1) : right.input(0));
        return r.b().addAll(
                        n.op(), new Attributes(flags), in.stream().map(r::get).toList())
                .get(0);
    }

    private static void flag(Map<String, Object> flags, String name, boolean set) {
        if (set) {
            flags.put(name, true);
        } else {
            flags.remove(name);
        }
    }

    /** The node that swaps the last two axes and no others to make this value. */
    private static @Nullable Node swapped(Rewrite r, Value v) {
        Node n = r.definition(v, ShapeOps.TRANSPOSE);
        if (n == null) {
            return null;
        }
        int rank = v.rank();
        List<Integer> swap = IntStream.range(0, rank)
                .mapToObj(i -> i < rank - 2 ? i : 2 * rank - 3 - i)
                .toList();
        return n.attributes().integers("perm").equals(swap) ? n : null;
    }
}
