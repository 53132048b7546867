/** What a model consists of and what it costs: layers, shapes, parameters, multiply-adds, memory. */
@NullMarked
package org.nn4j.compiler.summary;

import org.jspecify.annotations.NullMarked;
