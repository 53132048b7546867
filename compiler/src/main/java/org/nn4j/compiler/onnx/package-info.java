/** From graphs to ONNX files. Nothing outside this package knows protobuf. */
@NullMarked
package org.nn4j.compiler.onnx;

import org.jspecify.annotations.NullMarked;
