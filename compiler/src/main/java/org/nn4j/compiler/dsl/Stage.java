package org.nn4j.compiler.dsl;

/** What takes the value of a pipe: a layer or function, or a {@link Repeat}. */
public sealed interface Stage permits Term, Repeat {}
