/** Tensors in memory and data sets made of them. */
@NullMarked
package org.nn4j.runtime.data;

import org.jspecify.annotations.NullMarked;
