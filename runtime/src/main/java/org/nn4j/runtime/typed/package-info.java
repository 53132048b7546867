/** Models with Java types for their inputs and outputs: what classes generated from programs stand on. */
@NullMarked
package org.nn4j.runtime.typed;

import org.jspecify.annotations.NullMarked;
