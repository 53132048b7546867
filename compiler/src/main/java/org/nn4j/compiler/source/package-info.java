/** A text and places in it. */
@NullMarked
package org.nn4j.compiler.source;

import org.jspecify.annotations.NullMarked;
