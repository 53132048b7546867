package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Parser;

/**
 * Where the parts of a declaration do not fit each other, the slip may be far from where it shows. The compiler tries:
 * if a single change makes all fit, and no change at another place does, its place is told of.
 */
final class OddPlace {
    private static final Set<Code> DISAGREEMENTS =
            EnumSet.of(Code.SIZES_DIFFER, Code.WRONG_RANK, Code.RESULT_TYPE, Code.UNKNOWN_NAME, Code.UNBOUND_DIM);

    /** Steps that are spent on trials for one report: some tenths of a second. */
    private static final long MAX_STEPS = 20_000;

    /** What parsing a declaration again costs, in characters for a step. */
    private static final int CHARACTERS = 40;

    /** Checks what was changed. */
    interface Trial {
        /** Whether nothing is wrong with the declaration; the effort is added up. */
        boolean fits(Decl changed, Effort effort);
    }

    private final Decl decl;
    private final Trial trial;
    private final Effort effort = new Effort(true);

    /** A change that makes all fit, by its line. */
    private final TreeMap<Integer, Change> found = new TreeMap<>();

    private OddPlace(Decl decl, Trial trial) {
        this.decl = decl;
        this.trial = trial;
    }

    /** The error, told at the odd place where there is one. */
    static Diagnostic blamed(Diagnostic error, List<? extends Decl> decls, Trial trial) {
        Span at = error.span();
        Decl decl = decls.stream()
                .filter(d -> at.file() == d.span().file()
                        && d.span().start() <= at.start()
                        && at.end() <= d.span().end())
                .findFirst()
                .orElse(null);
        boolean ofPlace = error.code() == Code.SIZES_DIFFER && error.title().endsWith(" here");
        // A recipe joins what the data is and what the model says: there no single place is odd.
        if (decl == null || decl instanceof Decl.Train || ofPlace || !DISAGREEMENTS.contains(error.code())) {
            return error;
        }
        Change change = new OddPlace(decl, trial).search(error);
        if (change == null || change.line() == at.line()) {
            return error;
        }
        Span place = change.isShort() ? change.whole() : change.at();
        return error.movedTo(place, "does not fit here")
                .help(change.isShort() ? "with `" + change.all() + "` here the body would fit" : error.help());
    }

    private @Nullable Change search(Diagnostic error) {
        Changes changes = new Changes(decl, error);
        List<Change> all = new ArrayList<>(changes.ofTypes());
        if (error.code() == Code.UNKNOWN_NAME || error.code() == Code.UNBOUND_DIM) {
            Matcher name = Pattern.compile("`([A-Z]\\w*)`(?! uses)").matcher(error.title());
            boolean misspelt = error.help() != null && error.help().startsWith("did you mean");
            if (misspelt || !name.find() || ForeignNames.help(name.group(1)) != null) {
                return null;
            }
            changes.alsoDim(name.group(1));
            all = changes.ofTypes();
        } else {
            all.addAll(changes.ofBody());
        }
        int here = error.span().line();
        all.stream().filter(c -> c.line() == here).forEach(this::attempt);
        boolean isHere = !found.isEmpty();
        for (Change c : all) {
            if (!isHere || c.line() == here - 1) {
                attempt(c);
            }
            // Where each of several changes would do, none of them is the odd one.
            if (!isHere && found.size() > 1) {
                return null;
            }
        }
        // Of the line of the report and that above the first is told: who reads it reads both.
        return found.isEmpty() ? null : found.firstEntry().getValue();
    }

    private void attempt(Change c) {
        if (found.containsKey(c.line()) || effort.steps() > MAX_STEPS) {
            return;
        }
        String changed = c.in(decl.span());
        effort.add(changed.length() / CHARACTERS);
        Diagnostics syntax = new Diagnostics();
        List<Decl> parsed = Parser.parse(new SourceFile(decl.span().file().name(), changed), syntax)
                .decls();
        if (!syntax.hasErrors() && parsed.size() == 1 && trial.fits(parsed.get(0), effort)) {
            found.put(c.line(), c);
        }
    }
}
