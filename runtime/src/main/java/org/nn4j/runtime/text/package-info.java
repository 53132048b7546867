/** Text as data: files in UTF-8, characters and their indices. */
@NullMarked
package org.nn4j.runtime.text;

import org.jspecify.annotations.NullMarked;
