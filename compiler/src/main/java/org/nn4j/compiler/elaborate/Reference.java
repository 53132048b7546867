package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.Ops;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Let;
import org.nn4j.compiler.syntax.Parser;

/** What can be used without an import, and its source: the library's declarations, the compiler's own functions. */
public final class Reference {

    private static final String DOC = "///";

    /**
     * Something that can be shown.
     *
     * @param name its full name, {@code std.layers.Dense}; of what the compiler provides, the plain one
     * @param place where it is written, {@code std/layers.nn:12}, or what provides it
     * @param source its text in the language, comments included; of what the compiler provides, what it says of itself
     */
    public record Entry(String name, String place, String source) {

        /** {@code Dense}. */
        String plainName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    private Reference() {}

    /** All that goes by a name, full or plain, or a whole module; empty where nothing does. */
    public static List<Entry> named(String name) {
        List<Entry> found = new ArrayList<>();
        for (Entry e : all()) {
            if (e.name().equals(name) || e.plainName().equals(name)) {
                found.add(e);
            }
        }
        return found;
    }

    /** The names that {@link #named} knows. */
    public static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Entry e : all()) {
            names.add(e.name());
            names.add(e.plainName());
        }
        return names;
    }

    /** Names of the library's modules. */
    public static List<String> modules() {
        return StandardLibrary.files().stream().map(StandardLibrary::moduleName).toList();
    }

    private static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        for (SourceFile f : StandardLibrary.files()) {
            String module = StandardLibrary.moduleName(f);
            all.add(new Entry(module, f.name(), f.text().strip()));
            for (Decl d : Parser.parse(f, new Diagnostics()).decls()) {
                String name = name(d);
                if (name != null) {
                    int first = firstLine(d);
                    String text =
                            f.text().substring(f.lineStart(first), d.span().end());
                    all.add(new Entry(
                            module + "." + name, f.name() + ":" + d.span().line(), text.strip()));
                }
            }
        }
        addFunctions(Builtins.scope(), "a function of the compiler", all);
        addFunctions(DataFunctions.scope(), "a function of recipes", all);
        Ops.all().forEach(op -> all.add(new Entry(op.name(), "an operator of graphs", operator(op))));
        return all;
    }

    private static void addFunctions(Scope scope, String place, List<Entry> all) {
        for (String name : new TreeSet<>(scope.visibleNames())) {
            if (scope.lookup(name) instanceof Builtin b) {
                all.add(new Entry(name, place, commented(b.doc(), b.signature())));
            }
        }
    }

    private static @Nullable String name(Decl d) {
        if (d instanceof Decl.Layer l) {
            return l.name().name();
        }
        if (d instanceof FnDecl f) {
            return f.name().name();
        }
        if (d instanceof Decl.Optimizer o) {
            return o.name().name();
        }
        if (d instanceof Decl.Metric m) {
            return m.name().name();
        }
        return d instanceof Let l && l.pattern().names().size() == 1
                ? l.pattern().names().get(0).name()
                : null;
    }

    /** The line of a declaration, or of the first comment right above it. */
    private static int firstLine(Decl d) {
        SourceFile f = d.span().file();
        int line = d.span().line();
        while (line > 1 && f.lineText(line - 1).startsWith(DOC)) {
            line--;
        }
        return line;
    }

    private static String operator(Op op) {
        String inputs = String.join(", ", op.inputNames()) + (op.isVariadic() ? ", …" : "");
        String gradient = op.isDifferentiable() ? "It has a gradient." : "It has no gradient.";
        return commented(op.doc() + "\n" + gradient, op.name() + "(" + inputs + ")");
    }

    private static String commented(String doc, String header) {
        return doc.lines().map(l -> (DOC + " " + l).stripTrailing()).collect(Collectors.joining("\n", "", "\n"))
                + header;
    }
}
