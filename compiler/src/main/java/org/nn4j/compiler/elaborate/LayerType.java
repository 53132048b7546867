package org.nn4j.compiler.elaborate;

import java.util.List;
import org.nn4j.compiler.syntax.Decl;

/** A declared layer; given its first list of arguments it makes an instance. */
record LayerType(Decl.Layer decl, Scope scope) implements Callable {

    String name() {
        return decl.name().name();
    }

    boolean isOfLibrary() {
        return StandardLibrary.holds(decl.name().span().file());
    }

    @Override
    public String describe() {
        return "the kind of layer `" + name() + "`";
    }

    @Override
    public boolean takesPipedValue() {
        return false;
    }

    @Override
    public Val call(Interpreter in, Site site, List<Argument> arguments) {
        Scope own = new Scope(scope);
        Signature.bindFirst(in, name(), decl.params(), decl.inputs(), arguments, site, own);
        return new LayerInstance(this, own, in.walk.paths());
    }
}
