/** The goals of the Maven plugin. */
@NullMarked
package org.nn4j.maven;

import org.jspecify.annotations.NullMarked;
