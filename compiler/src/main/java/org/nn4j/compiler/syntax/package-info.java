/**
 * From text to the syntax tree: records that say what stands where, and nothing about what it means.
 *
 * <p>The tree is plain data without parents. Names that are looked up later carry their own span ({@link
 * org.nn4j.compiler.syntax.Ident}), so that a report can point at exactly the word it speaks of. Nothing of the parser
 * generator is visible outside this package.
 */
@NullMarked
package org.nn4j.compiler.syntax;

import org.jspecify.annotations.NullMarked;
