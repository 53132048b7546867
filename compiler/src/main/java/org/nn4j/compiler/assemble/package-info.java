/** From a program to the files of a model folder. What is in them is described in {@code docs/model-folder.md}. */
@NullMarked
package org.nn4j.compiler.assemble;

import org.jspecify.annotations.NullMarked;
