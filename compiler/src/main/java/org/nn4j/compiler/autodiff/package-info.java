/** Reverse-mode differentiation of graphs. */
@NullMarked
package org.nn4j.compiler.autodiff;

import org.jspecify.annotations.NullMarked;
