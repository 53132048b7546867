/** Runs every sample as its reader would. */
@NullMarked
package org.nn4j.samples;

import org.jspecify.annotations.NullMarked;
