package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.source.Span;

/**
 * Turns what goes wrong during elaboration into diagnostics that speak of the user's source.
 *
 * <p>Every {@code error} answers an {@link Abort} for the caller to throw: the statement at hand is given up, and the
 * names it would have bound stay unknown.
 */
final class Reporter {

    /** How a value came about, one step back: the stage of a pipe that made it, and what went in. */
    private record Step(String stage, Value from) {}

    /** A call that is being elaborated: what it is called, and where the user wrote it. */
    private record Frame(String name, Span call) {}

    private final Diagnostics diagnostics;
    private final Map<Value, Step> steps = new HashMap<>();
    private final List<Frame> frames = new ArrayList<>();

    Reporter(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    Abort error(Diagnostic d) {
        diagnostics.report(placed(d));
        return new Abort();
    }

    Abort error(Code code, String title, Span at) {
        return error(Diagnostic.error(code, title, at));
    }

    Abort error(Code code, String title, Span at, @Nullable String help) {
        return error(Diagnostic.error(code, title, at).help(help));
    }

    /** An error inside the body of a layer is told at the call that led there, the body's line second. */
    private Diagnostic placed(Diagnostic d) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            Frame f = frames.get(i);
            if (f.call.file() != d.span().file()
                    && d.others().stream().noneMatch(l -> l.span().equals(f.call))) {
                Frame user = frames.get(i);
                Diagnostic moved = Diagnostic.error(d.code(), d.title(), user.call)
                        .label("in this use of `" + user.name + "`")
                        .also(
                                d.span(),
                                d.primary().text().isEmpty()
                                        ? "here"
                                        : d.primary().text())
                        .trail(d.trail())
                        .cause(d.cause())
                        .help(d.help());
                for (var other : d.others()) {
                    moved = moved.also(other.span(), other.text());
                }
                return moved;
            }
        }
        return d;
    }

    void enter(String name, Span call) {
        frames.add(new Frame(name, call));
    }

    void leave() {
        frames.remove(frames.size() - 1);
    }

    int depth() {
        return frames.size();
    }

    /** Notes that a stage of a pipe turned one tensor into another. */
    void step(Span stage, Val from, Val to) {
        if (from instanceof Val.Tensor f
                && to instanceof Val.Tensor t
                && !f.value().equals(t.value())) {
            steps.putIfAbsent(t.value(), new Step(oneLine(stage.text()), f.value()));
        }
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }

    /** An operator was given what it cannot take. */
    Abort error(OpTypeException e, Span at, List<Value> inputs, List<Span> spans) {
        Code code = switch (e.kind()) {
            case SIZES -> Code.SIZES_DIFFER;
            case RANK -> Code.WRONG_RANK;
            case DTYPE -> Code.WRONG_DTYPE;
            case COUNT -> Code.MISSING_ARGUMENT;
            case ARGUMENT -> Code.ARGUMENT_VALUE;
        };
        Diagnostic d = Diagnostic.error(code, e.title(), at).help(e.help());
        for (int i = 0; i < spans.size(); i++) {
            String label = e.inputLabels().get(i);
            if (label != null && !spans.get(i).equals(at)) {
                d = d.also(spans.get(i), label);
            }
        }
        for (Value v : inputs) {
            if (steps.containsKey(v)) {
                d = d.trail(List.of(trail(v)));
                break;
            }
        }
        return error(d);
    }

    private String trail(Value v) {
        Step s = steps.get(v);
        if (s == null) {
            return v.type().toString();
        }
        return trail(s.from) + " -> " + s.stage + " " + v.type();
    }
}
