/** Arrays of NumPy: {@code .npz} files and folders of {@code .npy} files. */
@NullMarked
package org.nn4j.runtime.numpy;

import org.jspecify.annotations.NullMarked;
