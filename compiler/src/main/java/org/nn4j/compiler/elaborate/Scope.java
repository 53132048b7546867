package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.TypeExpr;

/** Names and what they stand for, from the inside outwards. */
final class Scope {
    private final @Nullable Scope parent;
    private final Map<String, Val> names = new HashMap<>();

    /** Functions whose names mean something else, around here, where they are not called. */
    private final Map<String, Callable> calls = new HashMap<>();

    /** Where the values of parameters were written. */
    private final Map<String, Source> sources = new HashMap<>();

    /**
     * Where a value was written.
     *
     * @param scope what names stand for there; null where nothing more is known of them
     */
    private record Source(Span span, @Nullable Scope scope) {}

    /** What a type that is written here calls the axes of a tensor: sizes may be equal by chance, names are not. */
    private final Map<Value, List<String>> axisNames = new HashMap<>();

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

    /**
     * What a call of a name means, or null: the nearest value that can be called. A tensor called as a function is does
     * not hide it: {@code let words = words("text")}.
     */
    @Nullable
    Val lookupCallable(String name) {
        Val v = names.get(name);
        if (v instanceof Callable || v instanceof Val.Missing || (v != null && v.isUnknown())) {
            return v;
        }
        Callable call = calls.get(name);
        return call != null || parent == null ? call : parent.lookupCallable(name);
    }

    /** Gives a function a name that scopes around this one may use for a tensor; one that can be called stays. */
    void bindAround(String name, Callable function) {
        if (lookup(name) == null) {
            bind(name, function);
        } else if (lookupCallable(name) == null) {
            calls.put(name, function);
        }
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

    /** Notes where the value of a parameter was written: at a call, in the scope around it, or as its default. */
    void cameFrom(String name, Span span, @Nullable Scope around) {
        sources.put(name, new Source(span, around == this ? null : around));
    }

    /** Where the value of a parameter was first written, by way of parameters that were passed on; null if unknown. */
    @Nullable
    Span origin(String name) {
        for (Scope s = this; s != null; s = s.parent) {
            Source source = s.sources.get(name);
            if (source != null) {
                Span further = source.scope == null ? null : source.scope.origin(source.span.text());
                return further != null ? further : source.span;
            }
            if (s.names.containsKey(name)) {
                return null;
            }
        }
        return null;
    }

    Set<String> visibleNames() {
        Set<String> all = parent == null ? new HashSet<>() : parent.visibleNames();
        all.addAll(names.keySet());
        return all;
    }

    /** Names the axes of a tensor as a declared type does. */
    void nameAxes(Value v, TypeExpr declared) {
        List<Expr> dims = declared instanceof TypeExpr.Named n && n.dims() != null ? n.dims() : List.of();
        List<String> axes = new ArrayList<>();
        var extents = new Extents(dims, this);
        for (int i = 0; i < dims.size(); i++) {
            axes.addAll(Collections.nCopies(extents.of(i, v.rank()), name(dims.get(i))));
        }
        axisNames.put(v, axes);
    }

    private static String name(Expr dim) {
        return dim instanceof Expr.Spread s ? "..." + s.name() : dim instanceof Expr.Name n ? n.name() : "";
    }

    /** The names of a tensor's axes, empty where an axis has none; no names at all if no type was declared here. */
    List<String> axisNames(Value v) {
        List<String> known = axisNames.get(v);
        return known != null ? known : parent == null ? List.of() : parent.axisNames(v);
    }

    void setSiblings(List<Scope> scopes) {
        siblings = scopes;
    }

    /** The siblings of the nearest scope that has some. */
    List<Scope> siblings() {
        return !siblings.isEmpty() || parent == null ? siblings : parent.siblings();
    }
}
