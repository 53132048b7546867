package org.nn4j.codegen;

import com.palantir.javapoet.TypeName;

/**
 * A component of a record.
 *
 * @param doc its Javadoc
 */
record Component(String name, TypeName type, String doc) {}
