/** The {@code nn} command. */
@NullMarked
package org.nn4j.cli;

import org.jspecify.annotations.NullMarked;
