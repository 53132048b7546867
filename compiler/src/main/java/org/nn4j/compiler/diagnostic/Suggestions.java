package org.nn4j.compiler.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class Suggestions {
    private Suggestions() {}

    /**
     * The candidate nearest to {@code name}, if it is near enough: a third of the name's length in insertions, deletions,
     * replacements and swaps of neighbours, at least one; a difference in case alone counts nothing.
     */
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        int allowed = Math.max(1, name.length() / 3);
        return candidates.stream()
                .filter(candidate -> !candidate.equals(name))
                .map(candidate -> new Near(candidate, distance(fold(name), fold(candidate), allowed)))
                .filter(near -> near.distance() <= allowed)
                // A name of one letter is at distance 1 from every other: that is no likeness.
                .filter(near -> near.distance() < name.length())
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .map(Near::name);
    }

    /** {@code "did you mean `Dense`?"}, or null if nothing is near enough; made for {@link Diagnostic#help}. */
    public static @Nullable String didYouMean(String name, Collection<String> candidates) {
        return nearest(name, candidates)
                .map(near -> "did you mean `" + near + "`?")
                .orElse(null);
    }

    private record Near(String name, int distance) {}

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The restricted Damerau-Levenshtein distance, or some number above {@code limit} where it is above. */
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
