package org.nn4j.compiler.elaborate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names and what they stand for, from the inside outwards. */
final class Scope {
    private final @Nullable Scope parent;
    private final Map<String, Val> names = new HashMap<>();

    /**
     * The scopes of the same body for all parameters of the model, this one among them; empty outside optimizers. A sum
     * over all parameters evaluates its argument in each.
     */
    private List<Scope> siblings = List.of();

    Scope(@Nullable Scope parent) {
        this.parent = parent;
    }

    /** The value of a name, or null if it has none. */
    @Nullable
    Val lookup(String name) {
        Val v = names.get(name);
        return v != null || parent == null ? v : parent.lookup(name);
    }

    /** Answers false, and changes nothing, if this scope (not one around it) has the name already. */
    boolean bind(String name, Val value) {
        if (has(name)) {
            return false;
        }
        names.put(name, value);
        return true;
    }

    /** Whether this scope itself, not one around it, has the name. */
    boolean has(String name) {
        Val v = names.get(name);
        return v != null && !v.isUnknown();
    }

    /** Gives a name a new meaning. */
    void rebind(String name, Val value) {
        names.put(name, value);
    }

    Set<String> visibleNames() {
        Set<String> all = parent == null ? new HashSet<>() : parent.visibleNames();
        all.addAll(names.keySet());
        return all;
    }

    void setSiblings(List<Scope> scopes) {
        siblings = scopes;
    }

    /** The siblings of the nearest scope that has some. */
    List<Scope> siblings() {
        return !siblings.isEmpty() || parent == null ? siblings : parent.siblings();
    }
}
