/** The generated parser. Not marked for null checks: its accessors give null for what the text leaves out. */
@NullUnmarked
package org.nn4j.grammar;

import org.jspecify.annotations.NullUnmarked;
