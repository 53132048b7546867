/** Model folders on disk: checked when read, replaced whole or not at all. For use inside the runtime. */
@NullMarked
package org.nn4j.runtime.storage;

import org.jspecify.annotations.NullMarked;
