package org.nn4j.compiler.elaborate;

import java.util.Set;
import java.util.stream.Stream;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.op.SliceOps;
import org.nn4j.compiler.op.SoftmaxOps;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Formal;

/**
 * A parameter that a library calls {@code logits} takes what has not been normalised. Given probabilities, a loss goes on
 * to work: it falls slowly, and never to 0.
 */
final class Logits {

    private static final Set<String> NAMES = Set.of("logits", "logit");

    /** What leaves probabilities what they are. */
    private static final Set<Op> KEEPS = Set.of(
            Elementwise.CAST,
            ShapeOps.RESHAPE,
            ShapeOps.SQUEEZE,
            ShapeOps.UNSQUEEZE,
            ShapeOps.TRANSPOSE,
            SliceOps.SLICE);

    private Logits() {}

    /** @param callee what names stand for where the parameter is declared */
    static void warn(Interpreter in, Formal formal, Val.Tensor given, Span at, Scope callee, String owner) {
        String name = formal.name().name();
        if (!NAMES.contains(name) || formal.span().file() == at.file()) {
            return;
        }
        Node n = given.graph().definition(given.value());
        while (n != null && KEEPS.contains(n.op())) {
            n = given.graph().definition(n.input(0));
        }
        if (n == null || (n.op() != SoftmaxOps.SOFTMAX && n.op() != Elementwise.SIGMOID)) {
            return;
        }
        String other = Stream.of("_of_probabilities", "_of_probability")
                .map(owner::concat)
                .filter(f -> callee.lookup(f) != null)
                .findFirst()
                .map(f -> ", or use `" + f + "`")
                .orElse("");
        in.report.warn(
                Diagnostic.warning(Code.NOT_LOGITS, "`" + name + "` of `" + owner + "` should not be probabilities", at)
                        .label("this comes out of `" + n.op().name() + "`")
                        .help("give it what goes into `" + n.op().name() + "`" + other));
    }
}
