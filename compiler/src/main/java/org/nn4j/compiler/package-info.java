/** Compiles the text of a model to ONNX graphs. */
@NullMarked
package org.nn4j.compiler;

import org.jspecify.annotations.NullMarked;
