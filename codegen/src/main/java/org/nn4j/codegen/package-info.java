/** Java classes for compiled models, made from what the model folder says of them. */
@NullMarked
package org.nn4j.codegen;

import org.jspecify.annotations.NullMarked;
