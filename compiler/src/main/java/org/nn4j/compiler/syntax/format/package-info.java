/** Writes programs in the one layout that all of them share; what they mean stays as it is. */
@NullMarked
package org.nn4j.compiler.syntax.format;

import org.jspecify.annotations.NullMarked;
