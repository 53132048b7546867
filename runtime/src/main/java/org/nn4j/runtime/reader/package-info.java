/** From data of any kind to the rows of a recipe; each kind has a package beside this one. */
@NullMarked
package org.nn4j.runtime.reader;

import org.jspecify.annotations.NullMarked;
