/** Measures compiling, training and predicting. */
@NullMarked
package org.nn4j.benchmarks;

import org.jspecify.annotations.NullMarked;
