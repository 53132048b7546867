@NullMarked
package org.nn4j.compiler.assemble;

import org.jspecify.annotations.NullMarked;
