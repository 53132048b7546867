@NullMarked
package org.nn4j.compiler.pass;

import org.jspecify.annotations.NullMarked;
