package org.nn4j.compiler.dsl;

/** What stands in the brackets of {@link Term#at} and is no expression: a slice, or {@code ...}. */
public final class Item extends Fragment {
    Item(String text) {
        super(text);
    }
}
