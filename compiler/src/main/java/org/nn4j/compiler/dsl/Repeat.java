package org.nn4j.compiler.dsl;

/** {@code repeat i in n { … }}: a stage made of stages. */
public final class Repeat extends Fragment implements Stage {
    Repeat(String text) {
        super(text);
    }
}
