package org.nn4j.compiler.syntax;

import org.antlr.v4.runtime.CommonTokenStream;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.grammar.NnParser;

/**
 * A file as it was written: all of its tokens, comments among them, and the parser's tree of it. {@link Unit} is what it
 * means.
 */
public record ConcreteSyntax(SourceFile file, CommonTokenStream tokens, NnParser.UnitContext unit) {}
