package org.nn4j.compiler.elaborate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Hands out the names of layers inside one body: {@code dense}, {@code dense_2} in the order of the source, and in a
 * {@code repeat} {@code block.0}, {@code block.1}. They name weights in files, so they depend on the source alone.
 */
abstract class Paths {

    /** The full path of a layer that would like to be called {@code name}. */
    abstract String claim(String name);

    /** Names inside a body whose own path is {@code prefix}; empty for a model. */
    static Paths of(String prefix) {
        return new Plain(prefix);
    }

    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static final class Plain extends Paths {
        private final String prefix;
        private final Set<String> taken = new HashSet<>();

        Plain(String prefix) {
            this.prefix = prefix;
        }

        @Override
        String claim(String name) {
            String unique = name;
            for (int i = 2; !taken.add(unique); i++) {
                unique = name + "_" + i;
            }
            return prefix.isEmpty() ? unique : prefix + "." + unique;
        }
    }

    /** The turns of a {@code repeat}: the layers of the first turn claim names, later turns use them again. */
    static final class Repeated {
        private final Paths around;
        private final Map<String, String> bases = new HashMap<>();

        Repeated(Paths around) {
            this.around = around;
        }

        Paths turn(long index) {
            return new Paths() {
                private final Map<String, Integer> claimed = new HashMap<>();

                @Override
                String claim(String name) {
                    String nth = name + " " + claimed.merge(name, 1, Integer::sum);
                    return bases.computeIfAbsent(nth, n -> around.claim(name)) + "." + index;
                }
            };
        }
    }
}
