/** Typed models in DJL, which an application that uses this package depends on itself. */
@NullMarked
package org.nn4j.runtime.djl;

import org.jspecify.annotations.NullMarked;
