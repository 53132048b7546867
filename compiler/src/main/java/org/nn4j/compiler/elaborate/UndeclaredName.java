package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Parser;
import org.nn4j.compiler.syntax.Unit;

/**
 * Says that a name is used and not declared. Either the use is the slip or a declaration is; the declaration around, read
 * as a whole, tells which: a name that is declared and never used was probably meant, and where there is none, the
 * declaration lacks a parameter.
 */
final class UndeclaredName {
    /** What follows the name of an argument if its {@code =} is forgotten. */
    private static final Pattern NEGATIVE = Pattern.compile("\\s*-\\s*(\\d[\\d.]*)\\s*[,)]");

    private final String name;
    private final Span at;
    private final Unit unit;
    private final Decl around;

    /** What is said in the declaration, and where it sees another one, or is seen by one, in that too. */
    private final NamesIn here;

    private final NamesIn elsewhere;

    private UndeclaredName(String name, Span at, Unit unit, Decl around) {
        this.name = name;
        this.at = at;
        this.unit = unit;
        this.around = around;
        List<Decl> together = together();
        this.here = new NamesIn(together);
        this.elsewhere = new NamesIn(
                unit.decls().stream().filter(d -> !together.contains(d)).toList());
    }

    /**
     * @param title what is said of the use
     * @param candidates the names that could stand there instead
     */
    static Diagnostic of(Code code, String title, String name, Span at, Collection<String> candidates) {
        Optional<String> near = Suggestions.nearest(name, candidates);
        Diagnostic atUse = Diagnostic.error(code, title, at)
                .help(near.map(n -> "did you mean `" + n + "`?").orElse(null));
        String foreign = ForeignNames.help(name);
        if (foreign != null) {
            return atUse.help(foreign);
        }
        Unit unit = Parser.parse(at.file(), new Diagnostics());
        return unit.decls().stream()
                .filter(d ->
                        d.span().start() <= at.start() && at.end() <= d.span().end())
                .filter(d -> !(d instanceof Let))
                .findFirst()
                .map(d -> new UndeclaredName(name, at, unit, d).weigh(atUse, near))
                .orElse(atUse);
    }

    private Diagnostic weigh(Diagnostic atUse, Optional<String> near) {
        List<Ident> unused = unused();
        boolean close = isCalled() || atUse.code() == Code.UNBOUND_DIM;
        // What is not called is seldom meant for a function of the library, however alike their names are.
        boolean misspelt = near.isPresent()
                && (unused.stream().anyMatch(i -> i.name().equals(near.get()))
                        || (close && !here.declares(near.get()) && !isTakenElsewhere()));
        if (misspelt || (isWord(name) && unused.isEmpty() && !isTakenElsewhere())) {
            return atUse;
        }
        Matcher negative = NEGATIVE.matcher(at.file().text())
                .region(at.end(), around.span().end());
        if (here.isArgument(name) && negative.lookingAt()) {
            return atUse.help("did you mean `" + name + " = -" + negative.group(1) + "`?");
        }
        Optional<Span> declaration = declaration();
        if (declaration.isPresent()) {
            boolean below = declaration.get().start() > at.start();
            return atUse.also(declaration.get(), below ? "declared only here" : "known only inside this");
        }
        if (!unused.isEmpty()) {
            Ident other =
                    unused.stream().filter(i -> isKnown(i.name())).findFirst().orElse(unused.get(0));
            if (isOddOne(other)) {
                return instead(atUse, "`" + other + "` is never used", other);
            }
            return other.span().line() == at.line() - 1
                    ? either(atUse, other)
                    : atUse.also(other.span(), "declared, and never used").help("did you mean `" + other + "`?");
        }
        Ident unfed = here.inputInsteadOf(name);
        if (unfed != null) {
            return instead(atUse, "`" + unfed + "` is not fed, and there is no input `" + name + "`", unfed);
        }
        Ident twin = twin();
        if (twin != null) {
            return instead(atUse, "`" + twin + "` is declared twice here, and `" + name + "` is not", twin);
        }
        Ident owner = owner();
        if (owner == null || !isParameter() || at.line() == owner.span().line()) {
            return atUse;
        }
        return Diagnostic.error(
                        atUse.code(), "`" + owner + "` uses `" + name + "`, which nothing declares", owner.span())
                .label("there is no such parameter")
                .also(at, "used here")
                .help(atUse.help() != null ? atUse.help() : "declare it, as a parameter or before its use");
    }

    /** The report at a declaration that was probably meant to have the name. */
    private Diagnostic instead(Diagnostic atUse, String title, Ident other) {
        return Diagnostic.error(atUse.code(), title, other.span())
                .also(at, atUse.title())
                .help("did you mean `" + name + "`?");
    }

    /** The report where one of two lines has the slip, and nothing tells which: whoever reads the first reads both. */
    private Diagnostic either(Diagnostic atUse, Ident other) {
        return Diagnostic.error(
                        atUse.code(), "`" + other + "` is never used, and there is no `" + name + "`", other.span())
                .also(at, atUse.title())
                .help("if one is meant for the other, give both the same name");
    }

    private boolean isCalled() {
        return at.file().text().startsWith("(", at.end());
    }

    /** Whether the name was probably meant for a parameter, which is lacking: it is used often, or others have one. */
    private boolean isParameter() {
        if (new NamesIn(List.of(around)).uses(name) > 1) {
            return !(around instanceof Decl.Model && isCalled());
        }
        if (isCalled()) {
            return elsewhere.types(name).contains("fn");
        }
        if ((isKnown(name) && !isWord(name))
                || (around instanceof Decl.Model && isWordElsewhere(name) && !isTakenElsewhere())) {
            return false;
        }
        return isTakenElsewhere() || !isSaidElsewhere(name);
    }

    /** Whether the rest of the file has the word, be it the name of an argument. */
    private boolean isWordElsewhere(String n) {
        return unit.decls().stream()
                .anyMatch(d -> d != around && countWord(n, d.span().text()) > 0);
    }

    private static long countWord(String n, String text) {
        return Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\b" + Pattern.quote(n) + "\\b")
                .matcher(text)
                .results()
                .filter(m -> !m.group().startsWith("\""))
                .count();
    }

    /** Whether others have a parameter of this name. */
    private boolean isTakenElsewhere() {
        return elsewhere.isParameter(name);
    }

    /** The declaration around; with a model its recipes, and with a recipe its model: they share their names. */
    private List<Decl> together() {
        List<Decl> all = new ArrayList<>(List.of(around));
        for (Decl d : unit.decls()) {
            boolean shared = (around instanceof Decl.Model m && d instanceof Decl.Train t && isOf(t, m))
                    || (around instanceof Decl.Train u && d instanceof Decl.Model n && isOf(u, n));
            if (shared) {
                all.add(d);
            }
        }
        return all;
    }

    private static boolean isOf(Decl.Train t, Decl.Model m) {
        return t.model().name().equals(m.name().name());
    }

    /** What is declared and never used; a name of the library may be used for what it means there. */
    private List<Ident> unused() {
        List<Ident> all = new ArrayList<>(here.declared());
        if (around instanceof Decl.Train && here.uses(name) > 1) {
            all.addAll(here.outputs());
        } else if (around instanceof Decl.Train && !isWordElsewhere(name)) {
            here.outputs().stream().filter(this::isStrange).forEach(all::add);
        }
        all.remove(owner());
        return all.stream()
                .filter(i ->
                        (isKnown(i.name()) || here.outputs().contains(i) ? here.usesAsValue(i) : here.uses(i.name()))
                                == 0)
                .toList();
    }

    /** Of two declarations of one name in a declaration, that which was probably meant to have this one. */
    private @Nullable Ident twin() {
        List<Ident> own = new NamesIn(List.of(around)).declaredTwice();
        if (own.isEmpty()) {
            return null;
        }
        Ident first = own.get(0);
        Ident second = own.get(1);
        Set<String> usual = elsewhere.types(first.name());
        boolean strange = here.types(first.name()).stream().anyMatch(t -> !usual.isEmpty() && !usual.contains(t));
        return strange || at.line() <= second.span().line() ? first : second;
    }

    /** Whether an output has a name that the file says for something else. */
    private boolean isStrange(Ident output) {
        return isKnown(output.name()) || countWord(output.name(), at.file().text()) > 1;
    }

    /** Whether an unused declaration, rather than the use at hand, has the wrong name. */
    private boolean isOddOne(Ident other) {
        boolean isOutput = here.outputs().contains(other);
        if (isOutput || here.uses(name) > 1 || isKnown(other.name())) {
            return true;
        }
        Set<String> usual = elsewhere.types(other.name());
        if (here.types(other.name()).stream().anyMatch(t -> !usual.isEmpty() && !usual.contains(t))) {
            // What is called so elsewhere is of another type.
            return true;
        }
        return isSaidElsewhere(other.name()) && !isSaidElsewhere(name);
    }

    /** Whether the file's other declarations say the name: what was copied from them may have brought it here. */
    private boolean isSaidElsewhere(String n) {
        return elsewhere.declares(n) || elsewhere.uses(n) > 0;
    }

    private static boolean isWord(String n) {
        return Types.isWord(n) || Parser.isWord(n);
    }

    /** Whether a name means something without this declaration. */
    private boolean isKnown(String n) {
        return isWord(n)
                || unit.decls().stream().anyMatch(d -> n.equals(InOrderOfUse.name(d)))
                || unit.decls().stream()
                        .anyMatch(d ->
                                d instanceof Decl.Model m && m.name().name().equals(n))
                || StandardLibrary.declares(n)
                || Builtins.scope().lookup(n) != null;
    }

    /** Where the body declares the name, after its use or inside something else. */
    private Optional<Span> declaration() {
        String n = Pattern.quote(name);
        Matcher m = Pattern.compile("\\b(?:let|input|output|param|state|fitted|scan|repeat)\\s+" + n + "\\b"
                        + "|\\b(?:let|scan|fn)\\s*\\([^)]*\\b" + n + "\\b|\\bcarry\\b[^{]*\\b" + n + "(?=\\s*=)")
                .matcher(around.span().text());
        if (!m.find()) {
            return Optional.empty();
        }
        int end = around.span().start() + m.end();
        return Optional.of(at.file().span(end - name.length(), end));
    }

    private @Nullable Ident owner() {
        if (around instanceof Decl.Layer l) {
            return l.name();
        } else if (around instanceof Decl.Metric m) {
            return m.name();
        } else if (around instanceof Decl.Optimizer o) {
            return o.name();
        } else if (around instanceof Decl.Model m) {
            return m.name();
        }
        return around instanceof FnDecl f ? f.name() : null;
    }
}
