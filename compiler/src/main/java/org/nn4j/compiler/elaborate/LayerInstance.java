package org.nn4j.compiler.elaborate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.syntax.Formal;

/** A layer with its arguments: a place for parameters. Applied again, it uses the same ones. */
final class LayerInstance implements Callable {
    private final LayerType type;
    private final Scope arguments;
    private final Paths owner;
    private final Map<String, Val> members = new LinkedHashMap<>();
    private @Nullable String path;

    LayerInstance(LayerType type, Scope arguments, Paths owner) {
        this.type = type;
        this.arguments = arguments;
        this.owner = owner;
    }

    @Override
    public String describe() {
        return "a layer `" + type.name() + "`";
    }

    @Override
    public boolean takesPipedValue() {
        return true;
    }

    /** Its parameters and states, from its first application on. */
    Map<String, Val> members() {
        return members;
    }

    /** A layer that a {@code let} names is called so; others are called after their kind. */
    void nameAfter(String name) {
        if (path == null) {
            path = owner.claim(name);
        }
    }

    private String path() {
        if (path == null) {
            path = owner.claim(Paths.snakeCase(type.name()));
        }
        return path;
    }

    /**
     * Another instance of the same kind, with parameters of its own, and with the same arguments but for those that are
     * given here.
     */
    LayerInstance fresh(Interpreter in, List<Argument> changes) {
        List<Formal> formals = type.decl().params();
        Map<String, Argument> given = Signature.assign(
                in, type.name(), formals.stream().map(f -> f.name().name()).toList(), changes);
        Scope changed = new Scope(arguments);
        for (Formal f : formals) {
            Argument a = given.get(f.name().name());
            if (a != null) {
                changed.bind(f.name().name(), in.types.argument(f, a.value(), a.span(), changed, type.name()));
            }
        }
        return new LayerInstance(type, changed, in.walk.paths());
    }

    @Override
    public Val call(Interpreter in, Site site, List<Argument> tensors) {
        Scope scope = new Scope(arguments);
        String name = type.name();
        in.report.enter(name, site.whole());
        in.walk.enter(path(), type);
        try {
            Signature.bind(in, name, type.decl().inputs(), tensors, site, scope);
            LayerBody body = new LayerBody(in, scope, path(), "a layer");
            body.run(type.decl().body());
            members.putAll(body.members());
            Val v = body.result(name, type.decl().name().span());
            if (type.decl().result() != null) {
                v = in.types.result(type.decl().result(), v, body.resultSpan(site.whole()), scope, name);
            }
            in.walk.gives(tensorTypes(v));
            return v;
        } finally {
            in.walk.leave();
            in.report.leave();
        }
    }

    private static List<TensorType> tensorTypes(Val v) {
        if (v instanceof Val.Tensor t) {
            return List.of(t.type());
        }
        Collection<Val> parts = v instanceof Val.Sequence s
                ? s.elements()
                : v instanceof Val.Named n ? n.fields().values() : List.of();
        return parts.stream().flatMap(p -> tensorTypes(p).stream()).toList();
    }
}
