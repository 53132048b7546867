package org.nn4j.runtime.typed;

import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/** Mistakes in the rows that a caller gives. */
final class Fault {

    private Fault() {}

    static UserException of(int row, String component, String problem, String help) {
        return new UserException(Place.NOWHERE, "row " + row + ": " + component + " " + problem, help);
    }

    static UserException missing(int row, String component) {
        return of(row, component, "is null", "Give a value.");
    }
}
