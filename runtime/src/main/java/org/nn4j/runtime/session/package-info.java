/** ONNX Runtime: devices, opened graphs and the native tensors that go through them. For use inside the runtime. */
@NullMarked
package org.nn4j.runtime.session;

import org.jspecify.annotations.NullMarked;
