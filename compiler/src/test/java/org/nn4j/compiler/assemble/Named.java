package org.nn4j.compiler.assemble;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Tensors by name; asking for one that is not there is a fault. */
record Named(Map<String, Nd> map) {

    Named() {
        this(new LinkedHashMap<>());
    }

    Nd get(String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    void put(String name, Nd value) {
        map.put(name, value);
    }

    boolean has(String name) {
        return map.containsKey(name);
    }

    Named copy() {
        return new Named(new LinkedHashMap<>(map));
    }
}
