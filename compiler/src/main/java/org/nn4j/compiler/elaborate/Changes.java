package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Arg;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.Syntax;
import org.nn4j.compiler.syntax.TypeExpr;

/**
 * The single slips that a declaration may hold, undone: a dim lost from a type or a list of sizes, or another one there;
 * a number for another; an argument left out that a call beside gives. What is tried comes from the declaration itself.
 */
final class Changes {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.\"])-?\\d+(?:\\.\\d+)?(?![\\w.\"])");

    private final List<Syntax> pieces;

    /** Types of a model's inputs: what the data is, rather than what was chosen. */
    private final Set<Span> inputs = new HashSet<>();

    /** A size of 1 fits all others. */
    private final boolean onesFit;

    private final Set<String> dims = new LinkedHashSet<>();
    private final Set<String> numbers = new LinkedHashSet<>(List.of("0", "1"));
    private final Set<String> named = new LinkedHashSet<>();

    Changes(Decl decl, Diagnostic error) {
        this.pieces = Pieces.of(decl);
        this.onesFit = error.code() == Code.SIZES_DIFFER;
        for (Syntax s : pieces) {
            if (s instanceof Stmt.Input i) {
                inputs.add(i.type().span());
            }
            if (s instanceof TypeExpr.Named t && t.dims() != null) {
                t.dims().forEach(this::noteDim);
            } else if (s instanceof Arg a && a.name() != null && !(a.value() instanceof Expr.Name)) {
                named.add(a.span().text());
            }
        }
        numbersIn(error.title());
        error.others().forEach(o -> numbersIn(o.text()));
        numbersIn(decl.span().text());
    }

    private void numbersIn(String text) {
        NUMBER.matcher(text).results().map(MatchResult::group).forEach(numbers::add);
    }

    private void noteDim(Expr dim) {
        dims.add(dim.span().text());
        for (Syntax part : Pieces.of(dim)) {
            if (part instanceof Expr.Name n && Character.isUpperCase(n.name().charAt(0))) {
                dims.add(n.name());
            }
        }
    }

    void alsoDim(String name) {
        dims.add(name);
    }

    /** Changes of the types that are written down. */
    List<Change> ofTypes() {
        List<Change> all = new ArrayList<>();
        List<Change> longer = new ArrayList<>();
        for (Syntax s : pieces) {
            if (s instanceof TypeExpr.Named t && t.dims() != null) {
                ofType(t, all, longer);
            }
        }
        all.addAll(longer);
        return all;
    }

    private void ofType(TypeExpr.Named t, List<Change> others, List<Change> longer) {
        List<Expr> written = Objects.requireNonNull(t.dims());
        boolean hasRun = written.stream().anyMatch(e -> e instanceof Expr.Spread);
        Set<String> present = new LinkedHashSet<>();
        written.forEach(e -> present.add(e.span().text()));
        for (String d : dims) {
            if (present.contains(d) || (hasRun && d.startsWith("..."))) {
                continue;
            }
            for (Expr e : written) {
                longer.add(new Change(before(e.span()), t.span(), d + ", "));
            }
            Span end = t.span().file().span(t.span().end() - 1, t.span().end() - 1);
            longer.add(new Change(end, t.span(), written.isEmpty() ? d : ", " + d));
        }
        for (Expr e : inputs.contains(t.span()) ? List.<Expr>of() : written) {
            dims.stream()
                    .filter(d -> !d.equals(e.span().text()) && !(d.equals(Program.BATCH) && present.contains(d)))
                    .filter(d -> !(onesFit && d.equals("1")))
                    .forEach(d -> others.add(new Change(e.span(), t.span(), d)));
        }
    }

    private static Span before(Span s) {
        return s.file().span(s.start(), s.start());
    }

    private static Span after(Span s) {
        return s.file().span(s.end(), s.end());
    }

    /** Changes of what the body says: numbers, sizes in lists, arguments. */
    List<Change> ofBody() {
        List<Change> all = new ArrayList<>();
        for (Syntax s : pieces) {
            if (s instanceof Stmt.Require r) {
                ofNumbers(r.condition().span(), r.condition().span(), true, all);
            } else if (s instanceof TypeExpr.Named t && t.dims() != null && !inputs.contains(t.span())) {
                t.dims().forEach(d -> ofNumbers(d.span(), t.span(), !onesFit, all));
            } else if (s instanceof Expr.Call c) {
                ofCall(c, all);
            } else if (s instanceof Expr.ListLit l && !l.elements().isEmpty()) {
                ofList(l, all);
            }
        }
        return all;
    }

    private void ofCall(Expr.Call c, List<Change> all) {
        for (Arg a : c.args()) {
            if (a.value() instanceof Expr.ListLit || isNumber(a.value())) {
                boolean isLayer = Character.isUpperCase(c.span().text().charAt(0)) && a.name() == null;
                ofNumbers(a.value().span(), c.span(), !(onesFit && isLayer), all);
            }
        }
        List<Expr> sizes = c.args().stream()
                .filter(a -> a.name() == null)
                .map(Arg::value)
                .filter(this::isSize)
                .toList();
        if (!sizes.isEmpty()) {
            moreSizes(sizes, c.span(), all);
        }
        Set<String> given = new LinkedHashSet<>();
        c.args().forEach(a -> given.add(a.name() == null ? "" : a.name().name()));
        Span end = c.span().file().span(c.span().end() - 1, c.span().end() - 1);
        String comma = c.args().isEmpty() ? "" : ", ";
        for (String n : named) {
            if (!given.contains(n.substring(0, n.indexOf('=')).strip())) {
                all.add(new Change(end, c.span(), comma + n));
            }
        }
        if (!given.contains("axis")) {
            for (String axis : List.of("-1", "0", "1")) {
                all.add(new Change(end, c.span(), comma + "axis = " + axis));
            }
        }
    }

    private static boolean isNumber(Expr e) {
        return e instanceof Expr.IntLit || (e instanceof Expr.Negate n && n.operand() instanceof Expr.IntLit);
    }

    private boolean isSize(Expr e) {
        return e instanceof Expr.Spread
                || (e instanceof Expr.Name && dims.contains(e.span().text()));
    }

    private void ofList(Expr.ListLit l, List<Change> all) {
        Expr last = l.elements().get(l.elements().size() - 1);
        if (l.elements().stream().anyMatch(this::isSize)) {
            moreSizes(l.elements(), l.span(), all);
        } else if (last instanceof Expr.FloatLit || last instanceof Expr.IntLit) {
            all.add(new Change(after(last.span()), l.span(), ", " + last.span().text()));
        }
    }

    private void moreSizes(List<Expr> sizes, Span whole, List<Change> all) {
        for (String d : dims) {
            sizes.forEach(e -> all.add(new Change(before(e.span()), whole, d + ", ")));
            all.add(new Change(after(sizes.get(sizes.size() - 1).span()), whole, ", " + d));
        }
    }

    /** @param one whether 1 is worth a try */
    private void ofNumbers(Span at, Span whole, boolean one, List<Change> all) {
        NUMBER.matcher(at.text()).results().forEach(m -> {
            Span number = at.file().span(at.start() + m.start(), at.start() + m.end());
            numbers.stream()
                    .filter(n -> !n.equals(m.group()) && (one || !n.equals("1")))
                    .forEach(n -> all.add(new Change(number, whole, n)));
        });
    }
}
