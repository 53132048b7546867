package org.nn4j.compiler.dsl;

/** A type as it is written: {@code int}, {@code f32[B, 8]}, {@code (seq: f32[B, T], last: f32[B])}. */
public final class Type extends Fragment {
    Type(String text) {
        super(text);
    }
}
