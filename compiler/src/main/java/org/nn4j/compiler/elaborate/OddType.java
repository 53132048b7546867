package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.Parser;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.TypeExpr;

/**
 * Where a body does not fit the types that its declaration writes down, either may be the slip. If a single dim more, or
 * another one, in one of those types makes all of the body fit, the type is the odd one and is told of; so is a
 * requirement with another number. The compiler tries.
 */
final class OddType {
    private static final Set<Code> DISAGREEMENTS =
            EnumSet.of(Code.SIZES_DIFFER, Code.WRONG_RANK, Code.RESULT_TYPE, Code.UNKNOWN_NAME, Code.UNBOUND_DIM);

    private static final int MAX_TRIALS = 200;

    /** A body that takes long to check is not tried often. */
    private static final long MAX_NANOS = 1_000_000_000L;

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.\"])-?\\d+(?:\\.\\d+)?(?![\\w.\"])");

    /** A place of the declaration, and what would stand there. */
    private record Edit(Span at, Span whole, String text, String all) {}

    private final Decl decl;
    private final Predicate<Decl> sound;
    private final List<TypeExpr.Named> types = new ArrayList<>();
    private final List<Stmt.Require> requirements = new ArrayList<>();
    private final Set<String> dims = new LinkedHashSet<>();
    private final long began = System.nanoTime();
    private int trials;

    private OddType(Decl decl, Predicate<Decl> sound) {
        this.decl = decl;
        this.sound = sound;
        if (decl instanceof Decl.Layer l) {
            formals(l.inputs());
            body(l.body());
            result(l.result());
        } else if (decl instanceof Decl.Metric m) {
            formals(m.inputs());
            result(m.result());
        } else if (decl instanceof FnDecl f) {
            formals(f.params());
            body(f.body());
            result(f.result());
        }
    }

    /** The error, told at the odd type where there is one. */
    static Diagnostic blamed(Diagnostic error, Decl decl, Predicate<Decl> sound) {
        Span at = error.span();
        boolean within = at.file() == decl.span().file()
                && decl.span().start() <= at.start()
                && at.end() <= decl.span().end();
        if (!within || !DISAGREEMENTS.contains(error.code())) {
            return error;
        }
        Edit edit = new OddType(decl, sound).search(error);
        if (edit == null || edit.whole().line() == at.line()) {
            return error;
        }
        return error.movedTo(edit.whole(), "does not fit here")
                .help("with `" + edit.all() + "` here the body would fit");
    }

    private void formals(List<Formal> formals) {
        formals.forEach(f -> type(f.type()));
    }

    private void body(Block body) {
        for (Stmt s : body.stmts()) {
            if (s instanceof Stmt.Param p) {
                type(p.type());
            } else if (s instanceof Stmt.State t) {
                type(t.type());
            } else if (s instanceof Stmt.Require r) {
                requirements.add(r);
            }
        }
    }

    private void type(@Nullable TypeExpr t) {
        if (t instanceof TypeExpr.Named n && n.dims() != null) {
            types.add(n);
            result(t);
        }
    }

    private void result(@Nullable TypeExpr t) {
        if (t instanceof TypeExpr.Named n && n.dims() != null) {
            n.dims().forEach(e -> dims.add(e.span().text()));
        }
    }

    private @Nullable Edit search(Diagnostic error) {
        if (error.code() == Code.UNKNOWN_NAME || error.code() == Code.UNBOUND_DIM) {
            Matcher name = Pattern.compile("`([A-Z]\\w*)`(?! uses)").matcher(error.title());
            boolean misspelt = error.help() != null && error.help().startsWith("did you mean");
            if (misspelt || !name.find()) {
                return null;
            }
            dims.add(name.group(1));
        }
        List<Edit> found = new ArrayList<>();
        for (TypeExpr.Named t : types) {
            edits(t).stream().filter(this::fits).findFirst().ifPresent(found::add);
        }
        if (found.isEmpty()) {
            for (Stmt.Require r : requirements) {
                edits(r).stream().filter(this::fits).findFirst().ifPresent(found::add);
            }
        }
        // Where each of several changes would do, none of them is the odd one.
        return found.size() == 1 ? found.get(0) : null;
    }

    private List<Edit> edits(TypeExpr.Named t) {
        List<Expr> written = Objects.requireNonNull(t.dims());
        boolean hasRun = written.stream().anyMatch(e -> e instanceof Expr.Spread);
        List<String> present = written.stream().map(e -> e.span().text()).toList();
        List<Edit> all = new ArrayList<>();
        for (int i = 0; i <= written.size(); i++) {
            for (String d : dims) {
                if (present.contains(d) || (hasRun && d.startsWith("..."))) {
                    continue;
                }
                boolean last = i == written.size();
                int start = last ? t.span().end() - 1 : written.get(i).span().start();
                String text = last ? (written.isEmpty() ? d : ", " + d) : d + ", ";
                all.add(edit(t.span().file().span(start, start), t.span(), text));
            }
        }
        for (Expr e : written) {
            dims.stream().filter(d -> !d.equals(e.span().text())).forEach(d -> all.add(edit(e.span(), t.span(), d)));
        }
        return all;
    }

    /** A requirement with one number exchanged for another that the declaration says. */
    private List<Edit> edits(Stmt.Require r) {
        Set<String> numbers = new LinkedHashSet<>(List.of("0", "1"));
        NUMBER.matcher(decl.span().text()).results().forEach(m -> numbers.add(m.group()));
        Span condition = r.condition().span();
        List<Edit> all = new ArrayList<>();
        NUMBER.matcher(condition.text())
                .results()
                .forEach(m -> numbers.stream()
                        .filter(n -> !n.equals(m.group()))
                        .forEach(n -> all.add(edit(
                                condition.file().span(condition.start() + m.start(), condition.start() + m.end()),
                                condition,
                                n))));
        return all;
    }

    private static Edit edit(Span at, Span whole, String text) {
        String before = whole.text();
        String all =
                before.substring(0, at.start() - whole.start()) + text + before.substring(at.end() - whole.start());
        return new Edit(at, whole, text, all);
    }

    private boolean fits(Edit e) {
        if (++trials > MAX_TRIALS || System.nanoTime() - began > MAX_NANOS) {
            return false;
        }
        int start = decl.span().start();
        String text = decl.span().text();
        String changed = text.substring(0, e.at().start() - start) + e.text() + text.substring(e.at().end() - start);
        Diagnostics syntax = new Diagnostics();
        List<Decl> parsed = Parser.parse(new SourceFile(decl.span().file().name(), changed), syntax)
                .decls();
        return !syntax.hasErrors() && parsed.size() == 1 && sound.test(parsed.get(0));
    }
}
