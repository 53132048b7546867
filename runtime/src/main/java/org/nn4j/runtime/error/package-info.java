/** What goes wrong: the user's mistakes and our own. */
@NullMarked
package org.nn4j.runtime.error;

import org.jspecify.annotations.NullMarked;
