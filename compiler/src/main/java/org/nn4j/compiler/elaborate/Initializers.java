package org.nn4j.compiler.elaborate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.ShapeOps;
import org.nn4j.compiler.source.Span;

/**
 * How a parameter or a state starts. An initialiser is a function; it is called with those of {@code fan_in}, {@code
 * fan_out} and {@code shape} that it has parameters for, until a tensor or a number comes out.
 */
final class Initializers {

    private Initializers() {}

    /** {@code with_fans(init, fan_in, fan_out)}: an initialiser told these, as far as it asks for them. */
    static void define(Scope s) {
        Builtins.define(s, "with_fans", List.of("init", "fan_in", "fan_out"), """
                An initialiser told the fans of a layer, as far as it asks for them; for layers whose parameters are
                stored in another shape.""", (in, a) -> {
            if (!(a.value("init") instanceof Closure f)) {
                return a.value("init");
            }
            List<Callable.Argument> known = new ArrayList<>();
            for (String fan : List.of("fan_in", "fan_out")) {
                if (f.takes(fan)) {
                    known.add(new Callable.Argument(fan, a.value(fan), a.span(fan)));
                }
            }
            return known.isEmpty() ? f : in.call(f, known, new Callable.Site(a.span(), a.span()));
        });
    }

    static Value start(Interpreter in, Val init, TensorType type, Span at) {
        Val v = init;
        for (int i = 0; i < 4 && v instanceof Callable c; i++) {
            v = in.call(c, arguments(c, type, at), new Callable.Site(at, at));
        }
        Val.Tensor t = in.arithmetic.convert(v, type.dtype(), in.graph(), at);
        if (t.type().rank() == 0) {
            return ShapeOps.broadcastTo(in.graph(), t.value(), type.shape());
        }
        if (!t.type().equals(type)) {
            throw in.report.error(Code.RESULT_TYPE, "the initial value is " + t.type() + ", not " + type, at);
        }
        return t.value();
    }

    /** Reports an initial value whose computation takes the size of a batch, even where its type has none. */
    static void requireNoBatch(Interpreter in, GraphBuilder graph, Value start, Span at) {
        if (in.walk.general()) {
            return;
        }
        Set<Value> seen = new HashSet<>();
        Deque<Value> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            Node n = graph.definition(open.remove());
            if (n == null) {
                continue;
            }
            requireNoBatch(n, in.report, at);
            n.uses().stream().filter(seen::add).forEach(open::add);
        }
    }

    /** Reports a node that takes the size of a batch to compute. */
    static void requireNoBatch(Node n, Reporter report, Span at) {
        for (String size : n.symbols()) {
            throw report.error(
                    Code.NOT_KNOWN,
                    "the size " + size + " is known only while a batch is there",
                    at,
                    "initial values, optimizers and what follows the totals of a metric see no batch");
        }
    }

    private static List<Callable.Argument> arguments(Callable c, TensorType type, Span at) {
        List<Dim> dims = type.shape().dims();
        Dim fanOut = dims.isEmpty() ? Dim.of(1) : type.shape().dim(-1);
        Dim fanIn = dims.size() < 2
                ? fanOut
                : dims.subList(0, dims.size() - 1).stream().reduce(Dim.of(1), Dim::times);
        Val shape = new Val.Sequence(dims.stream().<Val>map(Val.Int::new).toList());
        Map<String, Val> offered = Map.of("fan_in", new Val.Int(fanIn), "fan_out", new Val.Int(fanOut), "shape", shape);
        List<Callable.Argument> out = new ArrayList<>();
        if (c instanceof Closure f) {
            offered.forEach((name, v) -> {
                if (f.takes(name)) {
                    out.add(new Callable.Argument(name, v, at));
                }
            });
        } else {
            out.add(new Callable.Argument(null, shape, at));
        }
        return out;
    }
}
