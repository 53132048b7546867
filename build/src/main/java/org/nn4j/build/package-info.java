/** What a build does with the programs of a project: compile those that have changed, run their tests, train. */
@NullMarked
package org.nn4j.build;

import org.jspecify.annotations.NullMarked;
