package org.nn4j.runtime.csv;

/** What became of a cell. */
enum Cell {
    /** It was taken. */
    TAKEN,
    /** It is empty. */
    EMPTY,
    /** It does not hold what belongs there. */
    WRONG
}
