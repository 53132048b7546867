package org.nn4j.compiler.dsl;

/** What stands at the top of a program; {@code toString()} is its text. */
public sealed interface Declaration permits NnModel, Definition {}
