/** What the compiler tells its user: plain data first, and one printer. */
@NullMarked
package org.nn4j.compiler.diagnostic;

import org.jspecify.annotations.NullMarked;
