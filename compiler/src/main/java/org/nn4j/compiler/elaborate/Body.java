package org.nn4j.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Arg;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Expr;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Pattern;
import org.nn4j.compiler.syntax.Stmt;
import org.nn4j.compiler.syntax.StmtVisitor;

/**
 * Carries out the statements of a body. This class knows those that any body may hold; a kind of declaration adds its
 * own. A statement that fails leaves the names it would have bound unknown, and the next one is tried.
 */
class Body implements StmtVisitor<Stmt> {
    final Interpreter in;
    final Scope scope;

    /** How a message calls the body: {@code a function}. */
    private final String kind;

    private @Nullable Val result;
    private @Nullable Span resultSpan;
    private boolean failed;

    Body(Interpreter in, Scope scope, String kind) {
        this.in = in;
        this.scope = scope;
        this.kind = kind;
    }

    void run(Block block) {
        block.stmts().forEach(this::step);
    }

    /** Carries out one statement. */
    void step(Stmt s) {
        in.report.step();
        try {
            s.accept(this);
        } catch (Abort a) {
            // A body whose requirement does not hold makes no sense.
            if (a.everything() || s instanceof Stmt.Require) {
                throw a;
            }
            failed = true;
            namesOf(s).forEach(n -> scope.bind(n.name(), Val.Unknown.UNKNOWN));
        }
    }

    /** What the body returned; gives up silently if it failed before. */
    Val result(String owner, Span at) {
        if (result != null) {
            return result;
        }
        if (failed) {
            throw new Abort();
        }
        throw in.report.error(Code.NO_RESULT, "`" + owner + "` returns nothing", at, "end its body with `return …`");
    }

    /** Whether a name stands for something that could not be found out. */
    boolean failed(String name) {
        Val v = scope.lookup(name);
        return v != null && v.isUnknown();
    }

    /** Whether a statement went wrong. */
    boolean failed() {
        return failed;
    }

    Span resultSpan(Span otherwise) {
        return resultSpan == null ? otherwise : resultSpan;
    }

    /** The names that a statement gives to something. */
    static List<Ident> namesOf(Stmt s) {
        if (s instanceof Let l) {
            return l.pattern().names();
        } else if (s instanceof Stmt.Input i) {
            return List.of(i.name());
        } else if (s instanceof Stmt.Output o) {
            return List.of(o.name());
        } else if (s instanceof Stmt.Param p) {
            return List.of(p.name());
        } else if (s instanceof Stmt.State st) {
            return List.of(st.name());
        } else if (s instanceof Stmt.Fitted f) {
            return List.of(f.name());
        }
        return List.of();
    }

    /** Gives a name a value; a name can be given only once in a body. */
    void bind(Ident name, Val v) {
        requireNew(name);
        scope.bind(name.name(), v);
    }

    void requireNew(Ident name) {
        if (scope.has(name.name())) {
            throw in.report.error(
                    Code.ALREADY_DEFINED,
                    "`" + name + "` is defined already in this body",
                    name.span(),
                    "choose another name");
        }
    }

    /** Whether the condition after {@code when} does not hold. The name then stands for nothing. */
    boolean leftOut(Ident name, @Nullable Expr when) {
        if (when == null || !Boolean.FALSE.equals(in.condition(in.eval(when, scope), when.span()))) {
            return false;
        }
        bind(name, new Val.Missing(when.span().text()));
        return true;
    }

    /** Whether there is such a declaration in this body, left out by its {@code when}: its update is then left out too. */
    boolean isLeftOut(Ident name) {
        return scope.has(name.name()) && scope.lookup(name.name()) instanceof Val.Missing;
    }

    void bind(Pattern pattern, Val v) {
        List<Val> parts = parts(pattern, v);
        for (int i = 0; i < parts.size(); i++) {
            bind(pattern.names().get(i), parts.get(i));
        }
    }

    /** The values that the names of a pattern stand for. */
    List<Val> parts(Pattern pattern, Val v) {
        if (!pattern.isTuple()) {
            boolean inBrackets = pattern.span().text().startsWith("(");
            if (inBrackets && v instanceof Val.Sequence s && s.elements().size() > 1) {
                throw in.report.error(
                        Code.WRONG_KIND,
                        "one name in brackets for " + s.elements().size() + " values: " + v.describe(),
                        pattern.span(),
                        "give each a name, or leave the brackets out to name them all together");
            }
            return List.of(v);
        }
        if (!(v instanceof Val.Sequence s)
                || s.elements().size() != pattern.names().size()) {
            throw in.report.error(
                    Code.WRONG_KIND,
                    pattern.names().size() + " names need as many values, not " + v.describe(),
                    pattern.span());
        }
        return s.elements();
    }

    @Override
    public Stmt visitLet(Let s) {
        Val v = in.eval(s.value(), scope);
        if (s.type() != null) {
            v = in.types.result(
                    s.type(),
                    v,
                    s.value().span(),
                    scope,
                    s.pattern().names().get(0).name());
        }
        if (v instanceof LayerInstance l && !s.pattern().isTuple()) {
            l.nameAfter(s.pattern().names().get(0).name());
        }
        if (s.type() != null && v instanceof Val.Tensor t) {
            scope.nameAxes(t.value(), s.type());
        }
        bind(s.pattern(), v);
        if (!s.pattern().isTuple()) {
            in.report.name(s.pattern().names().get(0).name(), v);
        }
        return s;
    }

    @Override
    public Stmt visitFn(FnDecl s) {
        bind(s.name(), Closure.of(s, scope));
        return s;
    }

    @Override
    public Stmt visitRequire(Stmt.Require s) {
        Val v = in.eval(s.condition(), scope);
        if (v instanceof Val.Bool b && Boolean.FALSE.equals(b.value())) {
            String text = s.message() == null
                    ? "`" + s.condition().span().text() + "` does not hold"
                    : s.message().value();
            throw in.report.requirement(text, s.condition().span(), scope);
        }
        if (in.condition(v, s.condition().span()) == null) {
            Multiples.check(in, s.condition(), scope);
        }
        return s;
    }

    @Override
    public Stmt visitReturn(Stmt.Return s) {
        if (result != null) {
            throw in.report.error(Code.ALREADY_DEFINED, "a second `return`", s.span());
        }
        result = values(s.values());
        resultSpan = s.span();
        return s;
    }

    private Val values(List<Arg> args) {
        if (args.size() == 1 && args.get(0).name() == null) {
            return in.eval(args.get(0).value(), scope);
        }
        Map<String, Val> named = new LinkedHashMap<>();
        List<Val> all = new java.util.ArrayList<>();
        for (Arg a : args) {
            Val v = in.eval(a.value(), scope);
            all.add(v);
            if (a.name() != null) {
                named.put(a.name().name(), v);
            }
        }
        return named.isEmpty() ? new Val.Sequence(all) : new Val.Named(named);
    }

    Abort notHere(String word, Span at) {
        return in.report.error(Code.STATEMENT_NOT_HERE, "`" + word + "` cannot stand in " + kind, at);
    }

    @Override
    public Stmt visitInput(Stmt.Input s) {
        throw notHere("input", s.span());
    }

    @Override
    public Stmt visitOutput(Stmt.Output s) {
        throw notHere("output", s.span());
    }

    @Override
    public Stmt visitParam(Stmt.Param s) {
        throw notHere("param", s.span());
    }

    @Override
    public Stmt visitState(Stmt.State s) {
        throw notHere("state", s.span());
    }

    @Override
    public Stmt visitFitted(Stmt.Fitted s) {
        throw notHere("fitted", s.span());
    }

    @Override
    public Stmt visitUpdate(Stmt.Update s) {
        throw notHere("update", s.span());
    }

    @Override
    public Stmt visitNext(Stmt.Next s) {
        throw notHere("next", s.span());
    }

    @Override
    public Stmt visitCheck(Stmt.Check s) {
        throw notHere("check", s.span());
    }

    @Override
    public Stmt visitYield(Stmt.Yield s) {
        throw notHere("yield", s.span());
    }
}
