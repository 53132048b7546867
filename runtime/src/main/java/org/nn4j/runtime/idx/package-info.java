/** IDX files: images and labels as those of MNIST and its like come. */
@NullMarked
package org.nn4j.runtime.idx;

import org.jspecify.annotations.NullMarked;
