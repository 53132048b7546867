/** Models that answer requests. */
@NullMarked
package org.nn4j.runtime.serving;

import org.jspecify.annotations.NullMarked;
