package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.diagnostic.Suggestions;
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

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final Pattern ARITHMETIC = Pattern.compile("[\\w\\s+*-]+");

    /** Steps of a trail that are shown; of a longer one the middle is left out. */
    private static final int MAX_TRAIL = 8;

    private final Diagnostics diagnostics;
    private final Effort effort;
    private @Nullable Supplier<Scope> scope;
    private final Map<Value, Step> steps = new HashMap<>();
    private final Map<Value, String> names = new HashMap<>();
    private final Map<Value, Span> declarations = new HashMap<>();
    private final List<Frame> frames = new ArrayList<>();

    Reporter(Diagnostics diagnostics) {
        this(diagnostics, new Effort());
    }

    /** @param effort where it is counted what elaboration takes */
    Reporter(Diagnostics diagnostics, Effort effort) {
        this.diagnostics = diagnostics;
        this.effort = effort;
    }

    /** Counts a step. */
    void step() {
        effort.add(1);
    }

    /** Says what names stand for where the elaboration is. */
    void namesFrom(Supplier<Scope> current) {
        scope = current;
    }

    Abort error(Diagnostic d) {
        diagnostics.report(placed(atOrigin(d)));
        return new Abort(effort.isTrial());
    }

    /** Tells the user what may be meant so; of what libraries do nothing is told. */
    void warn(Diagnostic d) {
        if (isUsers(d.span())) {
            diagnostics.report(d);
        }
    }

    Abort error(Code code, String title, Span at) {
        return error(Diagnostic.error(code, title, at));
    }

    Abort error(Code code, String title, Span at, @Nullable String help) {
        return error(Diagnostic.error(code, title, at).help(help));
    }

    /** A name that nothing declares; after other errors the lack may be their consequence, and is told where it shows. */
    Abort undeclared(Code code, String title, String name, Span at, Collection<String> candidates) {
        String foreign = ForeignNames.help(name);
        return diagnostics.hasErrors() || effort.isTrial()
                ? error(code, title, at, foreign != null ? foreign : Suggestions.didYouMean(name, candidates))
                : error(UndeclaredName.of(code, title, name, at, candidates));
    }

    /** Recursion or repetition without end: nothing after it is worth a try. */
    Abort hopeless(String title, Span at, String help) {
        Diagnostic d = Diagnostic.error(Code.TOO_DEEP, title, at).help(help);
        Frame first = frames.isEmpty() ? null : frames.get(0);
        if (first == null || contains(first.call, at)) {
            diagnostics.report(d);
        } else if (first.call.file() == at.file()) {
            diagnostics.report(d.also(first.call, "in this use of `" + first.name + "`"));
        } else {
            diagnostics.report(placed(d));
        }
        return new Abort(true);
    }

    /** A requirement of a body that does not hold: the mistake is the call's. */
    Abort requirement(String title, Span condition, Scope scope) {
        Span origin = NAME.matcher(condition.text())
                .results()
                .map(m -> scope.origin(m.group()))
                .filter(s -> s != null && isUsers(s))
                .findFirst()
                .orElse(null);
        if (origin != null) {
            return error(Diagnostic.error(Code.REQUIREMENT, title, origin).also(condition, "required here"));
        }
        if (frames.isEmpty()) {
            return error(Code.REQUIREMENT, title, condition);
        }
        return error(Diagnostic.error(Code.REQUIREMENT, title, userCall().call)
                .label("in this use of `" + userCall().name + "`")
                .also(condition, "required here"));
    }

    /** A value that is out of range, told where it was written, by way of the parameters that it came through. */
    private Diagnostic atOrigin(Diagnostic d) {
        if (d.code() != Code.ARGUMENT_VALUE || scope == null) {
            return d;
        }
        Span origin = originOf(d.span().text(), scope.get());
        if (origin == null || !isUsers(origin) || contains(origin, d.span()) || contains(d.span(), origin)) {
            return d;
        }
        return d.movedTo(origin, "used here");
    }

    /** Where the one parameter was given a value that a name or an arithmetic expression, such as a dim, is made of. */
    private static @Nullable Span originOf(String text, Scope names) {
        if (!ARITHMETIC.matcher(text).matches()) {
            return null;
        }
        List<Span> all = NAME.matcher(text)
                .results()
                .map(m -> names.origin(m.group()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return all.size() == 1 ? all.get(0) : null;
    }

    private boolean isUsers(Span s) {
        return frames.isEmpty() || frames.get(0).call.file() == s.file();
    }

    /** The call nearest to the mistake among those that the user wrote; the outermost is one. */
    private Frame userCall() {
        Frame outermost = frames.get(0);
        Frame nearest = outermost;
        for (Frame f : frames) {
            if (f.call.file() == outermost.call.file()) {
                nearest = f;
            }
        }
        return nearest;
    }

    /** An error inside another file's declaration is told at the call that led there, that file's line second. */
    private Diagnostic placed(Diagnostic d) {
        if (frames.isEmpty()) {
            return d;
        }
        Frame user = userCall();
        if (user.call.file() == d.span().file()) {
            boolean elsewhere = !contains(user.call, d.span()) && !contains(d.span(), user.call);
            return elsewhere ? d.also(user.call, "in this use of `" + user.name + "`") : d;
        }
        String there = d.primary().text();
        Diagnostic moved = Diagnostic.error(d.code(), d.title(), user.call)
                .label("in this use of `" + user.name + "`")
                .also(d.span(), there.isEmpty() ? "here" : there)
                .trail(d.trail())
                .cause(d.cause())
                .help(d.help());
        for (var other : d.others()) {
            moved = moved.also(other.span(), other.text());
        }
        return moved;
    }

    private static boolean contains(Span outer, Span inner) {
        return outer.file() == inner.file() && outer.start() <= inner.start() && inner.end() <= outer.end();
    }

    void enter(String name, Span call) {
        frames.add(new Frame(name, call));
    }

    void leave() {
        frames.remove(frames.size() - 1);
    }

    /** Notes that a stage of a pipe turned one tensor into another. */
    void step(Span stage, Val from, Val to) {
        if (from instanceof Val.Tensor f
                && to instanceof Val.Tensor t
                // A stage may answer a value that was there before; a trail leads forward.
                && f.value().id() < t.value().id()) {
            steps.putIfAbsent(t.value(), new Step(oneLine(stage.text()), f.value()));
        }
    }

    /** Notes what the user calls a tensor. */
    void name(String name, @Nullable Val v) {
        if (v instanceof Val.Tensor t) {
            names.putIfAbsent(t.value(), name);
        }
    }

    /** Whether the type of a tensor that comes from outside is written somewhere. */
    boolean isDeclared(Value v) {
        return declarations.containsKey(v);
    }

    /** Notes where the type of a tensor is written that comes from outside. */
    void declared(@Nullable Val v, Span type) {
        if (v instanceof Val.Tensor t) {
            declarations.putIfAbsent(t.value(), type);
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
        return error(trailed(d, inputs));
    }

    /** With the shapes that led to the first of the values that came through a pipe. */
    Diagnostic trailed(Diagnostic d, List<Value> values) {
        return values.stream()
                .filter(steps::containsKey)
                .findFirst()
                .map(v -> d.trail(trail(v)))
                .orElse(d);
    }

    /**
     * With an input of too few or too many axes: it has those that were written down, and most often one was forgotten
     * there. That is told once of each input; what else does not fit is told where it shows.
     */
    Diagnostic blamedOnInput(Diagnostic d, Value input) {
        Span type = d.code() == Code.WRONG_RANK ? declarations.remove(input) : null;
        return type == null ? d : d.movedTo(type, "used here");
    }

    private List<String> trail(Value end) {
        List<String> out = new ArrayList<>();
        Value v = end;
        for (Step s = steps.get(v); s != null; s = steps.get(v)) {
            out.add(0, s.stage + " " + v.type());
            v = s.from;
        }
        String start = names.get(v);
        out.add(0, (start == null ? "" : start + " ") + v.type());
        if (out.size() > MAX_TRAIL) {
            List<String> middle = out.subList(2, out.size() - MAX_TRAIL + 3);
            middle.clear();
            middle.add("...");
        }
        return out;
    }
}
