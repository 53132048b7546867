package org.nn4j.runtime.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Distinct names, numbered in the order in which they came, looked up from characters without making objects. */
final class Names {

    /** By code point, which is not how Java compares strings: it would put U+10000 before U+E000. */
    static final Comparator<String> BY_CODE_POINT =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private final List<String> names = new ArrayList<>();
    /** Slots of an open hash table: the number of a name plus one, or 0. */
    private int[] slots = new int[64];

    /** The names by number. */
    List<String> list() {
        return Collections.unmodifiableList(names);
    }

    /** The number of a name, or -1. */
    int find(char[] text, int from, int to) {
        return slots[slot(text, from, to)] - 1;
    }

    /** The number of a name, which is added if it is new. */
    int add(char[] text, int from, int to) {
        int slot = slot(text, from, to);
        if (slots[slot] == 0) {
            names.add(new String(text, from, to - from));
            slots[slot] = names.size();
            if (names.size() * 2 > slots.length) {
                rehash();
                return names.size() - 1;
            }
        }
        return slots[slot] - 1;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int i = 0; i < names.size(); i++) {
            char[] name = names.get(i).toCharArray();
            slots[slot(name, 0, name.length)] = i + 1;
        }
    }

    /** Where the name is, or would be put. */
    private int slot(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text[i];
        }
        hash *= 0x9E3779B9;
        int mask = slots.length - 1;
        int slot = (hash ^ (hash >>> 16)) & mask;
        while (slots[slot] != 0 && !same(names.get(slots[slot] - 1), text, from, to)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static boolean same(String name, char[] text, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
