@NullMarked
package org.nn4j.compiler.ir;

import org.jspecify.annotations.NullMarked;
