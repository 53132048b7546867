package org.nn4j.compiler.diagnostic;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.Span;

/**
 * One thing to tell the user, as data. It is made by a chain that reads like the report:
 *
 * <pre>{@code
 * Diagnostic.error(Code.SIZES_DIFFER, "sizes differ in `+`", plus)
 *         .also(left, "f32[B, 64, 14, 14]")
 *         .also(right, "f32[B, 64, 28, 28]")
 *         .help("pass `stride = stride` to the shortcut at line 28")
 * }</pre>
 *
 * @param title what is wrong, in one line, lower case and without a full stop; code stands in back quotes
 * @param primary where it is wrong
 * @param others the parts that disagree with the primary one, in any order, also in other files
 * @param trail the steps that led here, first step first; empty if there is nothing to tell
 * @param cause why it is wrong, where the title does not say it
 * @param help what to do about it
 */
public record Diagnostic(
        Code code,
        Severity severity,
        String title,
        Label primary,
        List<Label> others,
        List<String> trail,
        @Nullable String cause,
        @Nullable String help) {

    public Diagnostic {
        others = List.copyOf(others);
        trail = List.copyOf(trail);
    }

    public static Diagnostic error(Code code, String title, Span at) {
        return of(code, Severity.ERROR, title, at);
    }

    public static Diagnostic warning(Code code, String title, Span at) {
        return of(code, Severity.WARNING, title, at);
    }

    private static Diagnostic of(Code code, Severity severity, String title, Span at) {
        return new Diagnostic(code, severity, title, new Label(at, ""), List.of(), List.of(), null, null);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The place of the primary label. */
    public Span span() {
        return primary.span();
    }

    /** This diagnostic with a remark at its primary place. */
    public Diagnostic label(String text) {
        Label labelled = new Label(primary.span(), text);
        return new Diagnostic(code, severity, title, labelled, others, trail, cause, help);
    }

    /** This diagnostic with one more place and a remark there. */
    public Diagnostic also(Span at, String text) {
        List<Label> more = new ArrayList<>(others);
        more.add(new Label(at, text));
        return new Diagnostic(code, severity, title, primary, more, trail, cause, help);
    }

    /** This diagnostic told at another place; the one so far follows with its label, or else with this text. */
    public Diagnostic movedTo(Span at, String otherwise) {
        String text = primary.text().isEmpty() ? otherwise : primary.text();
        List<Label> elsewhere =
                others.stream().filter(l -> !l.span().equals(at)).toList();
        return new Diagnostic(code, severity, title, new Label(at, ""), elsewhere, trail, cause, help)
                .also(primary.span(), text);
    }

    public Diagnostic trail(List<String> steps) {
        return new Diagnostic(code, severity, title, primary, others, steps, cause, help);
    }

    public Diagnostic cause(@Nullable String text) {
        return new Diagnostic(code, severity, title, primary, others, trail, text, help);
    }

    /** This diagnostic with a line of help; {@code null}, as where no suggestion was found, says nothing. */
    public Diagnostic help(@Nullable String text) {
        return new Diagnostic(code, severity, title, primary, others, trail, cause, text);
    }
}
