package org.nn4j.runtime.error;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** How messages quote what stands in the user's files. */
public final class Quote {

    private static final int LONGEST = 60;
    private static final int MOST_NAMES = 12;

    private Quote() {}

    /** A text in quotes, on one line and not too long. */
    public static String text(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(c -> {
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        boolean cut = text.codePointCount(0, text.length()) > LONGEST;
        return quoted.append(cut ? "…\"" : "\"").toString();
    }

    /** Names in quotes, the first dozen of them. */
    public static String names(Collection<String> names) {
        String first = names.stream().limit(MOST_NAMES).map(Quote::text).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }

    /** {@code  Did you mean "…"?} with the nearest name, or nothing when none is near. */
    public static String didYouMean(String name, Collection<String> names) {
        String nearest = "";
        int least = name.length() / 3 + 1;
        for (String candidate : names) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least || distance == 0) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? "" : " Did you mean " + text(nearest) + "?";
    }

    /** A number with its noun: {@code 1 row}, {@code 2 rows}, {@code 3 classes}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : noun.endsWith("s") ? "es" : "s");
    }

    /** Insertions, deletions and replacements that lead from one text to the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
