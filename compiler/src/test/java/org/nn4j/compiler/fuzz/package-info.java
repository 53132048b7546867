@NullMarked
package org.nn4j.compiler.fuzz;

import org.jspecify.annotations.NullMarked;
