package org.nn4j.compiler.dsl;

/** A run of dims, {@code ...S}: stands in dims, in arguments and in tuples. */
public final class Spread extends Fragment {
    Spread(String text) {
        super(text);
    }
}
