package org.nn4j.runtime.csv;

/** What a file is read for. */
enum Purpose {
    TRAINING,
    EVALUATION,
    PREDICTION
}
