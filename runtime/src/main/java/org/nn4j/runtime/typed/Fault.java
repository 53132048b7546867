package org.nn4j.runtime.typed;

import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** A mistake in a row that a caller gives. */
final class Fault extends UserException {

    private final int row;
    private final String rest;

    private Fault(int row, String rest, String help) {
        super(Place.NOWHERE, "row " + row + ": " + rest, help);
        this.row = row;
        this.rest = rest;
    }

    static Fault of(int row, String component, String problem, String help) {
        return new Fault(row, component + " " + problem, help);
    }

    static Fault missing(int row, String component) {
        return of(row, component, "is null", "Give a value.");
    }

    /** The number of the row among those that were looked at together. */
    int row() {
        return row;
    }

    /** The same, of a row that the caller counts otherwise. */
    Fault at(int other) {
        return new Fault(other, rest, help());
    }
}
