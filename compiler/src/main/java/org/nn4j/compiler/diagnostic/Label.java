package org.nn4j.compiler.diagnostic;

import org.nn4j.compiler.source.Span;

/**
 * A remark at a place of the source.
 *
 * @param text may be empty: then the place is marked and nothing is said about it
 */
public record Label(Span span, String text) {}
