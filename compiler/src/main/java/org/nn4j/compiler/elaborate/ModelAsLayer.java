package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.syntax.Arg;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.Formal;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Pattern;
import org.nn4j.compiler.syntax.Stmt;

/**
 * A model as a test applies it: a layer that takes the inputs and returns the output, or the outputs by name.
 */
final class ModelAsLayer {

    private ModelAsLayer() {}

    static Decl.Layer of(Decl.Model m) {
        List<Formal> inputs = new ArrayList<>();
        List<Stmt> body = new ArrayList<>();
        List<Arg> results = new ArrayList<>();
        for (Stmt s : m.body().stmts()) {
            if (s instanceof Stmt.Input i) {
                inputs.add(new Formal(i.name(), i.type(), null, i.doc(), i.span()));
            } else if (s instanceof Stmt.Output o) {
                Pattern name = new Pattern(List.of(o.name()), o.name().span());
                body.add(new Let(name, o.type(), o.value(), o.doc(), o.span()));
                Expr value = new Expr.Name(o.name().name(), o.name().span());
                results.add(new Arg(o.name(), value, o.span()));
            } else {
                body.add(s);
            }
        }
        if (results.size() == 1) {
            results.set(0, new Arg(null, results.get(0).value(), results.get(0).span()));
        }
        if (!results.isEmpty()) {
            body.add(new Stmt.Return(results, m.name().span()));
        }
        return new Decl.Layer(
                m.name(), m.params(), inputs, null, new Block(body, m.body().span()), m.doc(), m.span());
    }
}
