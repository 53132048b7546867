/** Rewrites of graphs that keep their meaning, one rule a file. */
@NullMarked
package org.nn4j.compiler.pass;

import org.jspecify.annotations.NullMarked;
