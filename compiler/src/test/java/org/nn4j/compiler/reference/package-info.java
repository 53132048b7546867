/** What every operator means, in plain Java: the measure for gradients and for what is written as ONNX. */
@NullMarked
package org.nn4j.compiler.reference;

import org.jspecify.annotations.NullMarked;
