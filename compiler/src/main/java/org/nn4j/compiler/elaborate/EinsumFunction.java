package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Einsum;
import org.nn4j.compiler.source.Span;

/**
 * {@code einsum("bij,bjk->bik", x, y)}: a label for each axis of each operand, and those of the result. As in NumPy the
 * result may be left out; then it has all labels that stand once, in alphabetical order.
 */
final class EinsumFunction {

    private static final BitSet LETTER = new BitSet();

    static {
        LETTER.set('a', 'z' + 1);
        LETTER.set('A', 'Z' + 1);
    }

    private EinsumFunction() {}

    static void define(Scope s) {
        Builtins.define(s, "einsum", List.of("equation", "*operands"), """
                Products summed over labelled axes, as in NumPy: a letter for each axis of each operand, and those
                of the result, which may be left out.
                Example: einsum("ij,jk->ik", tensor([[1.0, 2.0]]), tensor([[3.0], [4.0]])) == tensor([[11.0]])""", EinsumFunction::einsum);
    }

    private static Val einsum(Interpreter in, Given a) {
        String equation = Objects.requireNonNullElse(a.string("equation"), "").replace(" ", "");
        Span at = a.span("equation");
        int arrow = equation.indexOf("->");
        String left = arrow < 0 ? equation : equation.substring(0, arrow);
        List<List<Character>> labels = new ArrayList<>();
        for (String operand : left.split(",", -1)) {
            labels.add(labels(in, operand, at));
        }
        List<Val> given = a.rest().stream().map(Callable.Argument::value).toList();
        List<Span> spans = a.rest().stream().map(Callable.Argument::span).toList();
        if (given.size() != labels.size() || given.isEmpty()) {
            throw in.report.error(
                    Code.ARGUMENT_VALUE,
                    "\"" + equation + "\" is about " + count(labels.size(), "tensor") + ", but there "
                            + (given.size() == 1 ? "is 1" : "are " + given.size()),
                    at);
        }
        List<Val.Tensor> operands = in.arithmetic.common(given, false, a.span(), spans);
        Map<Character, Dim> sizes = new HashMap<>();
        for (int i = 0; i < operands.size(); i++) {
            Shape shape = operands.get(i).type().shape();
            if (shape.rank() != labels.get(i).size()) {
                throw in.report.error(
                        Code.WRONG_RANK,
                        count(labels.get(i).size(), "label") + " for " + count(shape.rank(), "axis", "axes") + " of "
                                + operands.get(i).describe(),
                        spans.get(i),
                        "one letter for each axis");
            }
            for (int k = 0; k < shape.rank(); k++) {
                char c = labels.get(i).get(k);
                Dim before = sizes.putIfAbsent(c, shape.dim(k));
                if (before != null && !before.equals(shape.dim(k))) {
                    throw in.report.error(
                            Code.SIZES_DIFFER,
                            "`" + c + "` of \"" + equation + "\" is both " + before + " and " + shape.dim(k),
                            spans.get(i));
                }
            }
        }
        List<Character> result = arrow < 0
                ? once(labels)
                : result(in, labels(in, equation.substring(arrow + 2), at), sizes.keySet(), at);
        GraphBuilder b = operands.get(0).graph();
        List<Value> values = operands.stream().map(Val.Tensor::value).toList();
        Value v = in.build(b, a.span(), values, spans, () -> Einsum.of(b, values, labels, result));
        return new Val.Tensor(v, b, false);
    }

    private static List<Character> labels(Interpreter in, String text, Span at) {
        List<Character> labels = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!LETTER.get(c)) {
                throw in.report.error(
                        Code.ARGUMENT_VALUE,
                        "`" + c + "` labels no axis",
                        at,
                        "write a letter for each axis: \"bij,bjk->bik\"");
            }
            labels.add(c);
        }
        return List.copyOf(labels);
    }

    private static List<Character> result(Interpreter in, List<Character> labels, Set<Character> known, Span at) {
        Set<Character> distinct = new LinkedHashSet<>(labels);
        if (distinct.size() < labels.size()) {
            throw in.report.error(Code.ARGUMENT_VALUE, "a label stands twice in the result", at);
        }
        for (char c : labels) {
            if (!known.contains(c)) {
                throw in.report.error(Code.ARGUMENT_VALUE, "`" + c + "` of the result is in no operand", at);
            }
        }
        return labels;
    }

    private static List<Character> once(List<List<Character>> labels) {
        Map<Character, Integer> counts = new TreeMap<>();
        labels.forEach(l -> l.forEach(c -> counts.merge(c, 1, Integer::sum)));
        return counts.entrySet().stream()
                .filter(e -> e.getValue() == 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String count(int n, String one) {
        return count(n, one, one + "s");
    }

    private static String count(int n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }
}
