package org.nn4j.compiler.ir;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is fixed about a node at compile time: axes, shapes, a constant's value. Values compare by content. */
public record Attributes(Map<String, Object> entries) {

    public static final Attributes NONE = new Attributes(Map.of());

    public Attributes {
        entries = java.util.Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    public static Attributes of(String name, Object value) {
        return new Attributes(Map.of(name, value));
    }

    public static Attributes of(String name, Object value, String name2, Object value2) {
        return new Attributes(Map.of(name, value, name2, value2));
    }

    public static Attributes of(String name, Object value, String name2, Object value2, String name3, Object value3) {
        return new Attributes(Map.of(name, value, name2, value2, name3, value3));
    }

    /** The same but for one entry. */
    public Attributes with(String name, Object value) {
        Map<String, Object> m = new TreeMap<>(entries);
        m.put(name, value);
        return new Attributes(m);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    private Object get(String name) {
        @Nullable Object v = entries.get(name);
        if (v == null) {
            throw new IllegalArgumentException("no attribute " + name + " in " + entries.keySet());
        }
        return v;
    }

    public int integer(String name) {
        return ((Number) get(name)).intValue();
    }

    public long longInteger(String name) {
        return ((Number) get(name)).longValue();
    }

    public double number(String name) {
        return ((Number) get(name)).doubleValue();
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(entries.get(name));
    }

    /** A number, or another one where it is not there. */
    public double number(String name, double otherwise) {
        return ((Number) entries.getOrDefault(name, otherwise)).doubleValue();
    }

    public DType dtype(String name) {
        return (DType) get(name);
    }

    public Shape shape(String name) {
        return (Shape) get(name);
    }

    public Dim dim(String name) {
        return (Dim) get(name);
    }

    public Tensor tensor(String name) {
        return (Tensor) get(name);
    }

    public String string(String name) {
        return (String) get(name);
    }

    /** A list of axes, a permutation, or sizes. */
    @SuppressWarnings("unchecked")
    public List<Integer> integers(String name) {
        return (List<Integer>) get(name);
    }

    /** Sizes of parts. */
    @SuppressWarnings("unchecked")
    public List<Dim> dims(String name) {
        return (List<Dim>) get(name);
    }

    @Override
    public String toString() {
        return entries.entrySet().stream()
                .map(e -> Boolean.TRUE.equals(e.getValue()) ? e.getKey() : e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
