/** What the metadata of a model folder says, as records. For use inside the runtime. */
@NullMarked
package org.nn4j.runtime.format;

import org.jspecify.annotations.NullMarked;
