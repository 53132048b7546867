package org.nn4j.compiler.dsl;

/** What a call, {@code run}, {@code return} or {@code yield} is given by name: {@code lr = 1e-3}. */
public final class Arg extends Fragment {
    Arg(String text) {
        super(text);
    }
}
