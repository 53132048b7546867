package org.nn4j.compiler.dsl;

/** What a declaration or a lambda takes: {@code units: int = 10}. */
public final class Formal extends Fragment {
    Formal(String text) {
        super(text);
    }

    /** The same with a doc comment. */
    public Formal doc(String text) {
        return new Formal("\n" + Literal.doc(text) + this);
    }
}
