package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Parser;
import org.nn4j.compiler.syntax.Stmt;

/**
 * Says that a name is used and not declared. Either the use is the slip or a declaration is; the declaration around, read
 * as a whole, tells which: a name that is declared and never used was probably meant, and where there is none, the
 * declaration lacks a parameter.
 */
final class UndeclaredName {
    /** Comments and strings, which use no names. */
    private static final Pattern SILENT = Pattern.compile("//[^\n]*|\"(?:[^\"\\\\\n]|\\\\.)*\"");

    private final String name;
    private final Span at;
    private final Decl around;

    private UndeclaredName(String name, Span at, Decl around) {
        this.name = name;
        this.at = at;
        this.around = around;
    }

    /**
     * @param title what is said of the use
     * @param candidates the names that could stand there instead
     */
    static Diagnostic of(Code code, String title, String name, Span at, Collection<String> candidates) {
        Optional<String> near = Suggestions.nearest(name, candidates);
        Diagnostic atUse = Diagnostic.error(code, title, at)
                .help(near.map(n -> "did you mean `" + n + "`?").orElse(null));
        return Parser.parse(at.file(), new Diagnostics()).decls().stream()
                .filter(d ->
                        d.span().start() <= at.start() && at.end() <= d.span().end())
                .filter(d -> !(d instanceof Decl.Train || d instanceof Decl.Test || d instanceof Let))
                .findFirst()
                .map(d -> new UndeclaredName(name, at, d).weigh(atUse, near))
                .orElse(atUse);
    }

    private Diagnostic weigh(Diagnostic atUse, Optional<String> near) {
        List<Ident> declared = declared();
        List<Ident> unused = declared.stream().filter(i -> uses(i.name()) == 1).toList();
        boolean called = at.file().text().startsWith("(", at.end());
        boolean close = called || atUse.code() == Code.UNBOUND_DIM;
        // What is not called is seldom meant for a function of the library, however alike their names are.
        boolean misspelt = near.isPresent()
                && (names(unused).test(near.get())
                        || (close && names(declared).negate().test(near.get())));
        if (misspelt || Types.isWord(name) || Parser.isWord(name)) {
            return atUse;
        }
        Optional<Span> declaration = declaration();
        if (declaration.isPresent()) {
            boolean below = declaration.get().start() > at.start();
            return atUse.also(declaration.get(), below ? "declared only here" : "known only inside this");
        }
        int uses = uses(name);
        if (!unused.isEmpty()) {
            Ident other = unused.get(0);
            return uses == 1
                    ? atUse.also(other.span(), "declared, and never used").help("did you mean `" + other + "`?")
                    : Diagnostic.error(atUse.code(), "`" + other + "` is never used", other.span())
                            .also(at, atUse.title())
                            .help("did you mean `" + name + "`?");
        }
        if (around instanceof Decl.Model && called) {
            // Models have no functions for parameters.
            return atUse;
        }
        Ident owner = owner();
        if (at.line() == owner.span().line()) {
            return atUse;
        }
        return Diagnostic.error(
                        atUse.code(), "`" + owner + "` uses `" + name + "`, which nothing declares", owner.span())
                .label("there is no such parameter")
                .also(at, "used here")
                .help(atUse.help() != null ? atUse.help() : "declare it, as a parameter or before its use");
    }

    /** Where the body declares the name, after its use or inside something else. */
    private Optional<Span> declaration() {
        String n = Pattern.quote(name);
        Matcher m = Pattern.compile("\\b(?:let|param|state|fitted|scan|repeat)\\s+" + n + "\\b"
                        + "|\\b(?:let|scan|fn)\\s*\\([^)]*\\b" + n + "\\b|\\bcarry\\b[^{]*\\b" + n + "(?=\\s*=)")
                .matcher(around.span().text());
        if (!m.find()) {
            return Optional.empty();
        }
        int end = around.span().start() + m.end();
        return Optional.of(at.file().span(end - name.length(), end));
    }

    private static Predicate<String> names(List<Ident> idents) {
        return n -> idents.stream().anyMatch(i -> i.name().equals(n));
    }

    /** How often the declaration around says a name. */
    private int uses(String n) {
        return (int) Pattern.compile("(?<![.\\w])" + Pattern.quote(n) + "\\b")
                .matcher(SILENT.matcher(around.span().text()).replaceAll(""))
                .results()
                .count();
    }

    private Ident owner() {
        if (around instanceof Decl.Layer l) {
            return l.name();
        } else if (around instanceof Decl.Metric m) {
            return m.name();
        } else if (around instanceof Decl.Optimizer o) {
            return o.name();
        } else if (around instanceof Decl.Model m) {
            return m.name();
        }
        return ((FnDecl) around).name();
    }

    /** Parameters and what the body names itself. */
    private List<Ident> declared() {
        List<Ident> all = new ArrayList<>();
        if (around instanceof Decl.Layer l) {
            add(all, l.params());
            add(all, l.inputs());
            add(all, l.body());
        } else if (around instanceof Decl.Metric m) {
            add(all, m.params());
            add(all, m.inputs());
            add(all, m.body());
        } else if (around instanceof Decl.Optimizer o) {
            add(all, o.params());
            add(all, o.inputs());
            add(all, o.body());
        } else if (around instanceof Decl.Model m) {
            add(all, m.params());
            add(all, m.body());
        } else if (around instanceof FnDecl f) {
            add(all, f.params());
            add(all, f.body());
        }
        return all;
    }

    private static void add(List<Ident> all, List<Formal> formals) {
        formals.forEach(f -> all.add(f.name()));
    }

    private static void add(List<Ident> all, Block body) {
        // An output is for those who use the model.
        body.stmts().stream().filter(s -> !(s instanceof Stmt.Output)).forEach(s -> all.addAll(Body.namesOf(s)));
    }
}
