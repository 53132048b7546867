package org.nn4j.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Command lines in texts for users. */
final class Examples {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private Examples() {}

    /** A line such as {@code nn train a.nn --json | tail -n 1  # a remark} is understood by the command. */
    static void assertParses(String line) {
        List<String> words = words(line);
        assertEquals("nn", words.get(0));
        String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
        assertDoesNotThrow(() -> Main.commandLine().parseArgs(arguments), line);
    }

    /** As a shell would have them, up to what is no longer for the command. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher m = WORD.matcher(line); m.find(); ) {
            if (m.group().matches("[|<>#]")) {
                break;
            }
            words.add(m.group(1) != null ? m.group(1) : m.group(2));
        }
        return words;
    }
}
