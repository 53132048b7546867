/**
 * What a source file means: a model, and perhaps a recipe to train it, as graphs of one batch each. Plain data between
 * elaboration, which makes it, and assembly, which turns it into the files of a model folder.
 */
@NullMarked
package org.nn4j.compiler.program;

import org.jspecify.annotations.NullMarked;
