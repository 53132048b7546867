/** How long one step of training takes, beside the libraries that a Java programmer would pick instead. */
@NullMarked
package org.nn4j.benchmarks.step;

import org.jspecify.annotations.NullMarked;
