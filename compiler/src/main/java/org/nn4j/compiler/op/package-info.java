@NullMarked
package org.nn4j.compiler.op;

import org.jspecify.annotations.NullMarked;
