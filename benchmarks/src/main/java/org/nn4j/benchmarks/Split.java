package org.nn4j.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Rows dealt out at random: 15% for validation, 15% for the test, the rest for training. */
record Split(List<Integer> train, List<Integer> validation, List<Integer> test) {

    private static final double SHARE = 0.15;

    /** Whether the shares hold for all rows together or also for each class. */
    enum Kind {
        RANDOM,
        STRATIFIED
    }

    static Split of(List<Integer> labels, Kind kind, long seed) {
        var groups = new TreeMap<Integer, List<Integer>>();
        for (int row = 0; row < labels.size(); row++) {
            int group = kind == Kind.STRATIFIED ? labels.get(row) : 0;
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(row);
        }
        var random = new Random(seed);
        var split = new Split(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (List<Integer> rows : groups.values()) {
            Collections.shuffle(rows, random);
            int share = (int) Math.round(SHARE * rows.size());
            split.validation.addAll(rows.subList(0, share));
            split.test.addAll(rows.subList(share, 2 * share));
            split.train.addAll(rows.subList(2 * share, rows.size()));
        }
        return split;
    }
}
