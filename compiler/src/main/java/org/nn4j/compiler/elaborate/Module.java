package org.nn4j.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.diagnostic.Suggestions;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Ident;
import org.nn4j.compiler.syntax.Import;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Parser;
import org.nn4j.compiler.syntax.Unit;

/** A file with the names that it sees. */
final class Module {
    private final Unit unit;
    private final Scope scope;

    private Module(Unit unit, Scope scope) {
        this.unit = unit;
        this.scope = scope;
    }

    Unit unit() {
        return unit;
    }

    Scope scope() {
        return scope;
    }

    <D extends Decl> List<D> declarations(Class<D> kind) {
        return unit.decls().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Loads modules by name; a module is loaded once. */
    static final class Loader {
        private final Diagnostics diagnostics;
        private final java.util.function.Function<String, @Nullable SourceFile> find;
        private final Scope library;
        private final Map<String, Module> loaded = new LinkedHashMap<>();
        private final Set<String> loading = new LinkedHashSet<>();

        /** @param find the text of a module that is neither the library's nor loaded; null if there is none */
        Loader(Diagnostics diagnostics, java.util.function.Function<String, @Nullable SourceFile> find) {
            this.diagnostics = diagnostics;
            this.find = find;
            this.library = new Scope(Builtins.scope());
            // The library's files see each other's names, so they share one scope.
            for (Unit u : StandardLibrary.units()) {
                declare(u, library, false);
                loaded.put(StandardLibrary.moduleName(u.file()), new Module(u, library));
            }
        }

        Module load(SourceFile file) {
            int before = diagnostics.errorCount();
            Unit u = Parser.parse(file, diagnostics);
            boolean broken = diagnostics.errorCount() > before;
            Scope scope = new Scope(library);
            Module m = new Module(u, scope);
            u.imports().forEach(i -> bind(i, scope));
            declare(u, scope, broken);
            return m;
        }

        /** The scope of all that the library declares. */
        Scope library() {
            return library;
        }

        /** The library's modules, or those that were imported beside them. */
        List<Module> modules(boolean ofLibrary) {
            return loaded.values().stream()
                    .filter(m -> (m.scope == library) == ofLibrary)
                    .toList();
        }

        private void declare(Unit u, Scope scope, boolean broken) {
            for (Decl d : u.decls()) {
                Ident name = null;
                Val v = null;
                if (d instanceof Decl.Layer l) {
                    name = l.name();
                    v = new LayerType(l, scope);
                } else if (d instanceof FnDecl f) {
                    name = f.name();
                    v = Closure.of(f, scope);
                } else if (d instanceof Decl.Metric m) {
                    name = m.name();
                    v = new MetricType(m, scope);
                } else if (d instanceof Decl.Optimizer o) {
                    name = o.name();
                    v = new OptimizerType(o, scope);
                } else if (d instanceof Let l) {
                    constant(l, scope, broken);
                }
                if (name != null && v != null && !scope.bind(name.name(), v)) {
                    diagnostics.report(Diagnostic.error(
                            Code.ALREADY_DEFINED, "`" + name + "` is declared twice in this file", name.span()));
                }
            }
        }

        private void constant(Let l, Scope scope, boolean broken) {
            if (broken) {
                // What a syntax error left out would be reported as unknown.
                l.pattern().names().forEach(n -> scope.bind(n.name(), Val.Unknown.UNKNOWN));
                return;
            }
            Walk walk = new Walk(Walk.Mode.SERVING, new Registry(), new GraphBuilder("constants"));
            try {
                new Body(new Interpreter(new Reporter(diagnostics), walk, scope), scope, "a file").step(l);
            } catch (Abort a) {
                l.pattern().names().forEach(n -> scope.bind(n.name(), Val.Unknown.UNKNOWN));
            }
            for (Ident name : l.pattern().names()) {
                if (hasTensors(scope.lookup(name.name()))) {
                    diagnostics.report(Diagnostic.error(
                                    Code.STATEMENT_NOT_HERE, "a file's `let` cannot hold tensors or layers", l.span())
                            .help("write it inside the model, or make it a function: `fn " + name + "() = …`"));
                    scope.rebind(name.name(), Val.Unknown.UNKNOWN);
                }
            }
        }

        private static boolean hasTensors(@Nullable Val v) {
            return v instanceof Val.Tensor
                    || v instanceof LayerInstance
                    || (v instanceof Val.Sequence s && s.elements().stream().anyMatch(Loader::hasTensors));
        }

        private void bind(Import i, Scope scope) {
            Module m = module(i);
            if (m == null) {
                i.names().forEach(n -> scope.bind(n.name(), Val.Unknown.UNKNOWN));
                if (i.names().isEmpty()) {
                    scope.bind(alias(i), Val.Unknown.UNKNOWN);
                }
                return;
            }
            Map<String, Val> exported = exports(m);
            if (i.names().isEmpty()) {
                scope.bind(alias(i), new Val.Named(exported));
            }
            for (Ident name : i.names()) {
                Val v = exported.get(name.name());
                if (v == null) {
                    diagnostics.report(Diagnostic.error(
                                    Code.UNKNOWN_NAME, "`" + i.module() + "` has no `" + name + "`", name.span())
                            .help(Suggestions.didYouMean(name.name(), exported.keySet())));
                    v = Val.Unknown.UNKNOWN;
                }
                scope.bind(name.name(), v);
            }
        }

        private static String alias(Import i) {
            return i.alias() != null
                    ? i.alias().name()
                    : i.path().get(i.path().size() - 1).name();
        }

        private @Nullable Module module(Import i) {
            String name = i.module();
            Module known = loaded.get(name);
            if (known != null) {
                return known;
            }
            if (!loading.add(name)) {
                diagnostics.report(Diagnostic.error(
                        Code.UNKNOWN_MODULE,
                        "modules import each other: " + String.join(" -> ", loading) + " -> " + name,
                        i.span()));
                return null;
            }
            SourceFile file = find.apply(name);
            if (file == null) {
                diagnostics.report(Diagnostic.error(Code.UNKNOWN_MODULE, "there is no module `" + name + "`", i.span())
                        .help(
                                ForeignNames.helpForModule(name) != null
                                        ? ForeignNames.helpForModule(name)
                                        : name.startsWith("std.")
                                                ? Suggestions.didYouMean(name, loaded.keySet())
                                                : "it would be the file " + name.replace('.', '/')
                                                        + ".nn beside this one, or in a library of `--lib`"));
                loading.remove(name);
                return null;
            }
            Module m = load(file);
            loaded.put(name, m);
            loading.remove(name);
            return m;
        }

        private static Map<String, Val> exports(Module m) {
            Map<String, Val> out = new LinkedHashMap<>();
            for (Decl d : m.unit.decls()) {
                List<Ident> names = d instanceof Decl.Layer l
                        ? List.of(l.name())
                        : d instanceof FnDecl f
                                ? List.of(f.name())
                                : d instanceof Decl.Metric me
                                        ? List.of(me.name())
                                        : d instanceof Decl.Optimizer o
                                                ? List.of(o.name())
                                                : d instanceof Let l
                                                        ? l.pattern().names()
                                                        : List.of();
                for (Ident n : names) {
                    Val v = m.scope.lookup(n.name());
                    if (v != null) {
                        out.put(n.name(), v);
                    }
                }
            }
            return out;
        }
    }
}
