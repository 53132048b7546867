package org.nn4j.compiler.dsl;

import java.util.List;

/** The statements of a {@link Scan}'s step. */
public final class Body extends Statements<Body> {
    static final Body EMPTY = new Body(List.of());

    private Body(List<String> lines) {
        super(lines);
    }

    @Override
    Body with(List<String> lines) {
        return new Body(lines);
    }
}
