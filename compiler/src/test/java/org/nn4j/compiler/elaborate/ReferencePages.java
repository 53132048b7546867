package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.op.Ops;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Block;
import org.nn4j.compiler.syntax.Decl;
import org.nn4j.compiler.syntax.FnDecl;
import org.nn4j.compiler.syntax.Parser;

/** The pages of the reference: what the sources say of themselves, in Markdown. */
final class ReferencePages {
    private static final String EXAMPLE = "Example:";

    private ReferencePages() {}

    /** Something with a name and a doc comment; {@code header} is how it is declared. */
    record Entry(String name, String header, String doc) {

        /** What it does, without its examples, as one paragraph for each paragraph of the comment. */
        String prose() {
            return doc.lines()
                    .filter(l -> !l.startsWith(EXAMPLE))
                    .collect(Collectors.joining("\n"))
                    .strip();
        }

        /** What a test may check. */
        List<String> examples() {
            return doc.lines()
                    .filter(l -> l.startsWith(EXAMPLE))
                    .map(l -> l.substring(EXAMPLE.length()).strip())
                    .toList();
        }

        private String markdown() {
            return markdown(Stream.concat(Stream.of(header), examples().stream().map(e -> "check " + e))
                    .collect(Collectors.joining("\n")));
        }

        /** Of a function of recipes, whose examples are statements of one. */
        private String markdownOfRecipe() {
            return markdown(header + "\n\n" + String.join("\n", examples()));
        }

        private String markdown(String code) {
            return "### " + name + "\n\n```nn\n" + code + "\n```\n\n" + prose() + "\n";
        }
    }

    /** The functions that the compiler provides, by name. */
    static List<Entry> functions() {
        return functions(Builtins.scope());
    }

    /** The functions of recipes, by name. */
    static List<Entry> dataFunctions() {
        return functions(DataFunctions.scope());
    }

    private static List<Entry> functions(Scope scope) {
        List<Entry> out = new ArrayList<>();
        for (String name : scope.visibleNames()) {
            if (scope.lookup(name) instanceof Builtin f) {
                out.add(new Entry(name, f.signature(), f.doc()));
            }
        }
        out.sort(Comparator.comparing(Entry::name));
        return out;
    }

    /** What a module of the library declares, in its order. A function without a comment is its own business. */
    static List<Entry> declarations(SourceFile module) {
        return Parser.parse(module, new Diagnostics()).decls().stream()
                .flatMap(d -> Stream.ofNullable(entry(d)))
                .filter(e -> !(e.header().startsWith("fn ") && e.doc().isEmpty()))
                .toList();
    }

    private static @Nullable Entry entry(Decl d) {
        if (d instanceof Decl.Layer l) {
            return new Entry(l.name().name(), header(l.span(), l.body()), l.doc());
        }
        if (d instanceof FnDecl f) {
            return new Entry(f.name().name(), header(f.span(), f.body()), f.doc());
        }
        if (d instanceof Decl.Optimizer o) {
            return new Entry(o.name().name(), header(o.span(), o.body()), o.doc());
        }
        if (d instanceof Decl.Metric m) {
            return new Entry(m.name().name(), header(m.span(), m.body()), m.doc());
        }
        return null;
    }

    /** A declaration without its body. */
    private static String header(Span whole, Block body) {
        String text = whole.file().text().substring(whole.start(), body.span().start());
        return text.strip().replaceAll("\\s*=$", "").replaceAll("\n\\s+", "\n    ");
    }

    static String operatorsPage() {
        StringBuilder page = new StringBuilder("""
                # Operators and functions of the compiler

                The language's own operators are `+ - * / div % ^ @`, the comparisons `== != < <= > >=`, `and`, `or`, \
                `not`, and `x[…]`; [the language](language.md) describes them. Functions that the compiler provides \
                follow; all others are written in the language, in [the standard library](library.md). A parameter \
                with `?` may be left out, `…` takes any number of values, an axis may be negative and then counts from \
                the last. Shapes in brackets are those of tensors. A line that begins with `check` is an example.

                """);
        List<Entry> functions = functions();
        page.append(links(functions)).append("\n\n");
        functions.forEach(f -> page.append(f.markdown()).append('\n'));
        page.append("""
                ## Operators of graphs

                What programs become before they are ONNX. Each has a type rule, a gradient (or none, where its result \
                is constant almost everywhere or its inputs are integers) and an ONNX form.

                | operator | inputs | what it is | gradient |
                |---|---|---|---|
                """);
        for (Op op : Ops.all()) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            op.name(),
                            String.join(", ", op.inputNames()) + (op.isVariadic() ? ", …" : ""),
                            op.doc().replace("|", "\\|"),
                            op.isDifferentiable() ? "yes" : "none"));
        }
        return page.toString();
    }

    static String dataPage() {
        StringBuilder page = new StringBuilder("""
                # Functions of recipes

                What `data`, `feed`, `target`, `stop` and `reduce` of a [recipe](language.md#recipes) may call; \
                `nn show csv` prints the same. A parameter with `?` may be left out, and what it is then follows its name \
                below; `…` takes any number of values. Arguments are strings, numbers, `true` or `false`, and lists of \
                strings. A shape behind an example is that of the input. What is wrong with an argument is reported when \
                the program is compiled, what does not fit the data when it is read, before training.

                | data | what is taken of it |
                |---|---|
                """);
        DataFunctions.columns()
                .forEach((kind, columns) -> page.append("| %s | %s |\n"
                        .formatted(
                                link(kind),
                                columns.stream().map(ReferencePages::link).collect(Collectors.joining(", ")))));
        page.append('\n');
        dataFunctions().forEach(f -> page.append(f.markdownOfRecipe()).append('\n'));
        return page.toString().stripTrailing() + "\n";
    }

    static String libraryPage() {
        StringBuilder page = new StringBuilder("""
                # The standard library

                All of it is written in the language. Everything here can be used without an import; \
                `nn show NAME` prints the source. A line that begins with `check` is an example.

                """);
        List<SourceFile> files = StandardLibrary.files();
        for (SourceFile f : files) {
            page.append("- [%s](#%s): %s\n"
                    .formatted(
                            StandardLibrary.moduleName(f),
                            StandardLibrary.moduleName(f).replace(".", ""),
                            links(declarations(f))));
        }
        for (SourceFile f : files) {
            page.append("\n## %s\n".formatted(StandardLibrary.moduleName(f)));
            declarations(f).forEach(d -> page.append('\n').append(d.markdown()));
        }
        return page.toString();
    }

    private static String links(List<Entry> entries) {
        return entries.stream().map(e -> link(e.name())).collect(Collectors.joining(", "));
    }

    private static String link(String name) {
        return "[%s](#%s)".formatted(name, name.toLowerCase(Locale.ROOT));
    }
}
