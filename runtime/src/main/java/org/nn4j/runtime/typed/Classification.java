package org.nn4j.runtime.typed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A predicted class and the probabilities of all of them.
 *
 * @param <C> what names a class: an enum where the program names the classes, otherwise a string
 * @param label the likeliest class; of two with a single probability, the second from 0.5 on
 * @param probabilities of each class, in the order of the classes
 */
public record Classification<C>(C label, Map<C, Float> probabilities) {

    public Classification {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }

    /** The probability of a class; 0 for one that the model does not know. */
    public float probability(C ofClass) {
        return probabilities.getOrDefault(ofClass, 0f);
    }
}
