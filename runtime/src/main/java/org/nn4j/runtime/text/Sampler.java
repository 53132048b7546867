package org.nn4j.runtime.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nn4j.runtime.data.SplitMix64;

/**
 * Draws the next token of a text from what a model says about it. Equal seeds draw equal texts. For one thread.
 *
 * <p>The scores are divided by the temperature; then only the {@code topK} best are kept (Fan et al. 2018), and of
 * these the fewest that have at least the probability {@code topP} together (Holtzman et al. 2020). Of equal scores the
 * one of the lower index counts as better.
 */
public final class Sampler {

    private final Sampling options;
    private final SplitMix64 random;

    /** Begins anew. */
    public Sampler(Sampling options) {
        this.options = options;
        this.random = new SplitMix64(options.seed(), 0);
    }

    /**
     * The index of the next token.
     *
     * @param scores one for each token, up to a common summand the logarithm of its probability
     * @throws IllegalArgumentException if there is no score, or one is NaN or positive infinity
     */
    public int draw(double[] scores) {
        int best = best(scores);
        if (options.temperature() == 0) {
            return best;
        }
        int[] kept = kept(scores, best);
        double[] weights = new double[kept.length];
        double sum = 0;
        for (int i = 0; i < kept.length; i++) {
            weights[i] = weight(scores, kept[i], best);
            sum += weights[i];
        }
        double drawn = random.uniform() * sum;
        for (int i = 0; i < kept.length; i++) {
            drawn -= weights[i];
            if (drawn < 0) {
                return kept[i];
            }
        }
        return best;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i]) || scores[i] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("the score of token " + i + " is " + scores[i]);
            }
            best = scores[i] > scores[best] ? i : best;
        }
        if (scores.length == 0) {
            throw new IllegalArgumentException("no scores");
        }
        return best;
    }

    /** The probability of a token, but for a common factor that makes the best one's 1. */
    private double weight(double[] scores, int token, int best) {
        return scores[token] == scores[best] ? 1 : Math.exp((scores[token] - scores[best]) / options.temperature());
    }

    /** The tokens that may be drawn. */
    private int[] kept(double[] scores, int best) {
        if (options.topK() >= scores.length && options.topP() == 1) {
            return IntStream.range(0, scores.length).toArray();
        }
        int[] tokens = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> -scores[token]))
                .limit(options.topK())
                .mapToInt(Integer::intValue)
                .toArray();
        double all = Arrays.stream(tokens)
                .mapToDouble(token -> weight(scores, token, best))
                .sum();
        double together = 0;
        int count = 0;
        while (count < tokens.length && (count == 0 || together < options.topP() * all)) {
            together += weight(scores, tokens[count++], best);
        }
        return Arrays.copyOf(tokens, count);
    }
}
