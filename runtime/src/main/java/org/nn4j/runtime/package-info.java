/** Trains, evaluates and predicts with compiled models. */
@NullMarked
package org.nn4j.runtime;

import org.jspecify.annotations.NullMarked;
