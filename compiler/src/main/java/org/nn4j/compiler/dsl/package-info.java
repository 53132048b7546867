/**
 * Programs written in Java instead of in {@code .nn} files.
 *
 * <h2>Decision: the tree is what the parser makes of the printed text</h2>
 *
 * <p>Every node of the syntax tree has a span of a source file, and every message shows the line that a span points at. A
 * tree made from Java by hand would have no text to show, and would be a second way to the compiler that has to agree with
 * the first. So values of this package are text: an expression is its {@code .nn} form and how tightly it binds, which is
 * all that putting it into a larger one needs. The whole is laid out by the formatter and parsed as a file is.
 *
 * <p>What follows: spans point into the text that {@code toString()} gives, and messages show its lines; checks, warnings
 * and compiled bytes are those of that text, with no code of their own; what was built can be saved as a {@code .nn} file.
 * The price is parsing, a few milliseconds, and that a message names the printed line rather than the line of Java. What
 * could turn text into other syntax is checked where it is put in: names, strings and numbers.
 */
@NullMarked
package org.nn4j.compiler.dsl;

import org.jspecify.annotations.NullMarked;
