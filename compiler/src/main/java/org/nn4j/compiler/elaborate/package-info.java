/**
 * From the syntax tree to graphs: an interpreter of the language whose tensors are nodes under construction. What is
 * known when compiling (numbers, shapes, layers, functions) is computed; what is not becomes a node.
 */
@NullMarked
package org.nn4j.compiler.elaborate;

import org.jspecify.annotations.NullMarked;
