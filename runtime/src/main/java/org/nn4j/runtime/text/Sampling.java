package org.nn4j.runtime.text;

import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;

/**
 * How the next token is drawn.
 *
 * @param temperature what scores are divided by: 1 draws by the model's own probabilities, less makes likely tokens
 *     likelier, 0 always takes the likeliest
 * @param topK how many of the likeliest tokens may be drawn, at least 1
 * @param topP the probability that those which may be drawn have together, at least; above 0, up to 1 for all
 * @param seed where randomness begins
 */
public record Sampling(double temperature, int topK, double topP, long seed) {

    /** By the model's own probabilities, with the seed 0. */
    public static final Sampling DEFAULT = new Sampling(1, Integer.MAX_VALUE, 1, 0);

    /** @throws UserException if a number is not in its range */
    public Sampling {
        if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw wrong("temperature", temperature, "Give 0 for the likeliest token, or a number above 0.");
        }
        if (topK < 1) {
            throw wrong("top-k", topK, "Give the number of tokens to choose from, at least 1.");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw wrong("top-p", topP, "Give a probability above 0, up to 1.");
        }
    }

    private static UserException wrong(String name, Number value, String help) {
        return new UserException(Place.NOWHERE, name + " is " + value, help);
    }

    /** The same with another temperature. */
    public Sampling withTemperature(double value) {
        return new Sampling(value, topK, topP, seed);
    }

    /** The same with another number of tokens to choose from. */
    public Sampling withTopK(int value) {
        return new Sampling(temperature, value, topP, seed);
    }

    /** The same with another probability of the tokens to choose from. */
    public Sampling withTopP(double value) {
        return new Sampling(temperature, topK, value, seed);
    }

    /** The same with another seed. */
    public Sampling withSeed(long value) {
        return new Sampling(temperature, topK, topP, value);
    }
}
