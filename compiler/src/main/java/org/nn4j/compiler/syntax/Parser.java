package org.nn4j.compiler.syntax;

import java.util.List;
import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.grammar.NnParser;

/** From text to tree. */
public final class Parser {
    private Parser() {}

    /** Whether a name is one of the words with which statements and declarations are written. */
    public static boolean isWord(String name) {
        return Words.NAMES.toList().stream()
                .anyMatch(type -> Words.spelling(type).equals(name));
    }

    /**
     * Parses a file; what is broken is reported and left out, so that the tree can be used in any case. It is empty where
     * the text is beyond the limits or no text at all.
     */
    public static Unit parse(SourceFile file, Diagnostics diagnostics) {
        int before = diagnostics.errorCount();
        Tokens tokens = tokens(file, diagnostics);
        if (tokens == null) {
            return new Unit(file, "", List.of(), List.of());
        }
        NnParser.UnitContext unit = parse(tokens, diagnostics);
        // Beside a syntax error, a warning about the same lines only tells the same once more.
        Diagnostics warnings = diagnostics.errorCount() == before ? diagnostics : new Diagnostics();
        return new TreeBuilder(tokens, diagnostics, warnings).unit(unit);
    }

    /** Parses a file for those who need every token of it; null, and reported, where it has syntax errors. */
    public static @Nullable ConcreteSyntax concrete(SourceFile file, Diagnostics diagnostics) {
        int before = diagnostics.errorCount();
        Tokens tokens = tokens(file, diagnostics);
        if (tokens == null) {
            return null;
        }
        NnParser.UnitContext unit = parse(tokens, diagnostics);
        return diagnostics.errorCount() > before ? null : new ConcreteSyntax(file, tokens.stream(), unit);
    }

    /** The tokens of a file that can be parsed; null, and reported, where it is no text, empty or beyond the limits. */
    private static @Nullable Tokens tokens(SourceFile file, Diagnostics diagnostics) {
        int binary = file.text().indexOf('\0');
        if (binary >= 0) {
            diagnostics.report(Diagnostic.error(
                            Code.NOT_TEXT, "the file is no text: it has NUL characters", file.span(binary, binary + 1))
                    .help("save it as UTF-8"));
            return null;
        }
        int before = diagnostics.errorCount();
        Tokens tokens = Tokens.of(file, diagnostics);
        if (tokens.visible().size() == 1 && diagnostics.errorCount() == before) {
            diagnostics.report(Diagnostic.error(Code.NOTHING_DECLARED, "the file declares nothing", file.span(0, 0))
                    .help("a file holds declarations such as `model Net { … }`"));
            return null;
        }
        return Limits.check(tokens, diagnostics) ? tokens : null;
    }

    /** Fast first: SLL prediction decides all texts without mistakes; only the others are worth a careful second look. */
    private static NnParser.UnitContext parse(Tokens tokens, Diagnostics diagnostics) {
        try {
            return parser(tokens, PredictionMode.SLL, new BailErrorStrategy()).unit();
        } catch (ParseCancellationException mistake) {
            SyntaxErrors errors = new SyntaxErrors(tokens, diagnostics);
            return parser(tokens, PredictionMode.LL, new SyntaxErrorStrategy(tokens, errors))
                    .unit();
        }
    }

    private static NnParser parser(Tokens tokens, PredictionMode mode, ANTLRErrorStrategy strategy) {
        tokens.stream().seek(0);
        NnParser parser = new NnParser(tokens.stream());
        parser.removeErrorListeners();
        parser.getInterpreter().setPredictionMode(mode);
        parser.setErrorHandler(strategy);
        return parser;
    }
}
