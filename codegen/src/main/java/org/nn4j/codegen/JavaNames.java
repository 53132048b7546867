package org.nn4j.codegen;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Legal Java names for names of the data, none given twice: {@code petal length (cm)} is {@code petalLengthCm}. */
final class JavaNames {

    /** What a record's component may not be called, as every object has a method of that name. */
    private static final Set<String> METHODS =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final Set<String> taken = new HashSet<>();

    /** @param taken what is not to be used */
    JavaNames(String... taken) {
        this.taken.addAll(List.of(taken));
    }

    /** Of a component of a record: {@code petalLength}. */
    String component(String text) {
        List<String> words = words(text);
        String name = words.stream().map(JavaNames::capital).collect(Collectors.joining());
        return unique(
                name.isEmpty()
                        ? "value"
                        : decapital(words.get(0)) + name.substring(words.get(0).length()),
                "");
    }

    /** Of a class: {@code PetalLength}. */
    String type(String text) {
        String name = words(text).stream().map(JavaNames::capital).collect(Collectors.joining());
        return unique(name.isEmpty() ? "Value" : name, "");
    }

    /** Of a constant: {@code PETAL_LENGTH}. */
    String constant(String text) {
        String name =
                words(text).stream().map(word -> word.toUpperCase(Locale.ROOT)).collect(Collectors.joining("_"));
        return unique(name.isEmpty() ? "VALUE" : name, "_");
    }

    private String unique(String name, String between) {
        String legal = Character.isJavaIdentifierStart(name.codePointAt(0)) ? name : "_" + name;
        legal = SourceVersion.isKeyword(legal, SourceVersion.RELEASE_17) || METHODS.contains(legal)
                ? legal + "_"
                : legal;
        String unique = legal;
        for (int i = 2; !taken.add(unique); i++) {
            unique = legal + between + i;
        }
        return unique;
    }

    /** Its runs of letters and digits, cut also where a capital begins. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int before = ' ';
        for (int c : text.codePoints().toArray()) {
            boolean part = Character.isLetterOrDigit(c) && Character.isJavaIdentifierPart(c);
            if (!part || (Character.isUpperCase(c) && Character.isLowerCase(before))) {
                add(words, word);
            }
            if (part) {
                word.appendCodePoint(c);
            }
            before = c;
        }
        add(words, word);
        return words;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static String capital(String word) {
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
    }

    /** {@code CRP} is {@code crp}, {@code Age} is {@code age}. */
    private static String decapital(String word) {
        boolean shouted = word.equals(word.toUpperCase(Locale.ROOT));
        int first = shouted ? word.length() : word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toLowerCase(Locale.ROOT) + word.substring(first);
    }
}
