package org.nn4j.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.awt.image.BufferedImage;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.ImagesSpec;
import org.nn4j.runtime.format.Port;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;

/** The components of the record {@code Input}, and how they fill the model's inputs. */
final class InputCode {

    private final ClassName input;
    private final @Nullable Recipe recipe;
    private final Enums enums;
    private final JavaNames names = new JavaNames();
    private final List<Component> components = new ArrayList<>();
    private final List<CodeBlock> bindings = new ArrayList<>();
    /** The inputs that take sequences, by the column of these. */
    private final Map<String, CodeBlock> sequences = new HashMap<>();
    /** The components of dates and of texts, by their column: several inputs may take of one. */
    private final Map<String, String> shared = new HashMap<>();

    InputCode(ClassName input, List<Port> ports, @Nullable Recipe recipe, Enums enums) {
        this.input = input;
        this.recipe = recipe;
        this.enums = enums;
        List<Port> lengths = ports.stream()
                .filter(port -> source(port) instanceof Source.Lengths)
                .toList();
        ports.stream().filter(port -> !lengths.contains(port)).forEach(this::add);
        lengths.forEach(this::add);
    }

    List<Component> components() {
        return components;
    }

    /** An expression for each input of the model. */
    List<CodeBlock> bindings() {
        return bindings;
    }

    private void add(Port port) {
        Source source = source(port);
        if (source instanceof Source.Columns columns && columns.only() != null && isOfColumns(port, columns.only())) {
            columns(port, columns.only());
        } else if (source instanceof Source.Column column && JavaTypes.row(port).isEmpty()) {
            column(port, column.column());
        } else if (source instanceof Source.Category category
                && JavaTypes.row(port).isEmpty()) {
            category(port, category);
        } else if (source instanceof Source.Pixels pixels
                && recipe != null
                && recipe.data() instanceof ImagesSpec spec) {
            image(port, pixels, spec);
        } else if (source instanceof Source.Date date && port.dtype() == DType.F32) {
            date(port, date);
        } else if (source instanceof Source.Sequence sequence && sequence.learnsNames() && port.dtype() == DType.I64) {
            text(port, sequence);
        } else if (source instanceof Source.Chars chars && port.dtype() == DType.I64) {
            characters(port, chars);
        } else if (source instanceof Source.Lengths lengths
                && sequences.containsKey(lengths.column())
                && port.dtype() == DType.I64) {
            bindings.add(CodeBlock.of(
                    "$T.length($S, $L)", RuntimeTypes.INPUTS, port.name(), sequences.get(lengths.column())));
        } else {
            array(port, source);
        }
    }

    /** What the recipe says that fills an input; null where it says nothing. */
    private @Nullable Source source(Port port) {
        return recipe == null
                ? null
                : recipe.feeds().stream()
                        .filter(each -> each.name().equals(port.name()))
                        .map(Feed::source)
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isOfColumns(Port port, List<String> columns) {
        List<Dim> row = JavaTypes.row(port);
        return (port.dtype() == DType.F32 || port.dtype() == DType.I64)
                && ((row.size() == 1 && row.get(0).size() == columns.size()) || (row.isEmpty() && columns.size() == 1));
    }

    private void columns(Port port, List<String> columns) {
        TypeName type = JavaTypes.of(port.dtype(), 0);
        List<String> added = columns.stream()
                .map(column -> add(column, type, "the column " + Docs.code(column) + ofNumbers(port)))
                .toList();
        if (JavaTypes.row(port).isEmpty()) {
            bindings.add(one(port, added.get(0)));
            return;
        }
        String values = added.stream().map(name -> "row." + name + "()").collect(Collectors.joining(", "));
        bindings.add(CodeBlock.of(
                "$T.columns($S, $T.$L, row -> new $T[] {$L}, $L)",
                RuntimeTypes.INPUTS,
                port.name(),
                DType.class,
                port.dtype().name(),
                type,
                values,
                added.stream().map(name -> CodeBlock.of("$S", name)).collect(CodeBlock.joining(", "))));
    }

    private void column(Port port, String column) {
        String name = add(column, JavaTypes.of(port.dtype(), 0), "the column " + Docs.code(column) + ofNumbers(port));
        bindings.add(one(port, name));
    }

    private CodeBlock one(Port port, String component) {
        return CodeBlock.of(
                "$T.column($S, $T.$L, $T::$L, $S)",
                RuntimeTypes.INPUTS,
                port.name(),
                DType.class,
                port.dtype().name(),
                input,
                component,
                component);
    }

    private void category(Port port, Source.Category category) {
        List<String> given = category.names();
        String doc = "the column " + Docs.code(category.column());
        if (given != null && !category.unknown()) {
            ClassName type = enums.of(category.column(), given);
            String name = add(category.column(), type, doc);
            bindings.add(CodeBlock.of(
                    "$T.category($S, $T.$L, $S, $T::$L, $T.values())",
                    RuntimeTypes.INPUTS,
                    port.name(),
                    DType.class,
                    port.dtype().name(),
                    name,
                    input,
                    name,
                    type));
            return;
        }
        doc += category.unknown()
                ? "; what training has not seen, null among it, is taken as unknown"
                : ", one of the names that stand in the training rows";
        String name = add(category.column(), ClassName.get(String.class), doc);
        bindings.add(CodeBlock.of(
                "$T.category($S, $T.$L, $S, $T::$L, $L)",
                RuntimeTypes.INPUTS,
                port.name(),
                DType.class,
                port.dtype().name(),
                name,
                input,
                name,
                category.unknown()));
    }

    private void image(Port port, Source.Pixels pixels, ImagesSpec spec) {
        String doc = port.doc().isEmpty() ? "" : Docs.sentence(port.doc()) + " ";
        String name = add(
                port.name(),
                ClassName.get(BufferedImage.class),
                doc + "An image of any size, upright; it becomes one of " + spec.width() + " × " + spec.height()
                        + " pixels" + (spec.stretched() ? "" : ", cropped around its centre"));
        bindings.add(CodeBlock.of(
                "$T.of($S, $T.$L, $T::$L, $L, $L, $L, $L, $L, $L)",
                RuntimeTypes.IMAGE_INPUT,
                port.name(),
                DType.class,
                port.dtype().name(),
                input,
                name,
                spec.channels(),
                spec.height(),
                spec.width(),
                spec.stretched(),
                Double.toString(pixels.scale()),
                JavaTypes.row(port).stream().map(dim -> dim.size() + "L").collect(Collectors.joining(", "))));
    }

    private void date(Port port, Source.Date date) {
        String name = shared.computeIfAbsent(date.column(), column -> {
            boolean timed = recipe != null
                    && recipe.feeds().stream()
                            .anyMatch(feed -> feed.source() instanceof Source.Date each
                                    && each.column().equals(column)
                                    && each.parts().stream().anyMatch(Source.Date.Part::isOfTime));
            return add(
                    column,
                    timed ? ClassName.get(LocalDateTime.class) : ClassName.get(LocalDate.class),
                    "the column " + Docs.code(column));
        });
        bindings.add(CodeBlock.of(
                "$T.date($S, $S, $T::$L, $L, $L, $L)",
                RuntimeTypes.INPUTS,
                port.name(),
                name,
                input,
                name,
                date.cyclic(),
                JavaTypes.row(port).isEmpty(),
                date.parts().stream()
                        .map(part -> CodeBlock.of("$T.$L", Source.Date.Part.class, part.name()))
                        .collect(CodeBlock.joining(", "))));
    }

    private void text(Port port, Source.Sequence sequence) {
        boolean words = sequence.of() == Source.Sequence.Of.WORDS;
        String name = shared.computeIfAbsent(
                sequence.column(),
                column -> add(
                        column,
                        ClassName.get(String.class),
                        "the column " + Docs.code(column) + ": "
                                + (words ? "words with blanks between them" : "a text, character by character")
                                + (sequence.max() == Integer.MAX_VALUE
                                        ? ""
                                        : ", of which " + sequence.max() + " are read")
                                + ofUnknown(sequence.unknown())));
        CodeBlock binding = CodeBlock.of(
                "$T.text($S, $S, $T::$L, $T.$L, $L, $L)",
                RuntimeTypes.INPUTS,
                port.name(),
                name,
                input,
                name,
                Source.Sequence.Of.class,
                sequence.of().name(),
                sequence.max(),
                sequence.unknown());
        bindings.add(binding);
        sequences.put(sequence.column(), binding);
    }

    private void characters(Port port, Source.Chars chars) {
        Dim length = JavaTypes.row(port).get(0);
        String doc = port.doc().isEmpty() ? "" : Docs.sentence(port.doc()) + " ";
        String name = add(
                port.name(),
                ClassName.get(String.class),
                doc
                        + (length.isSymbol()
                                ? "A piece of text"
                                : "A piece of text of " + length.size() + " characters")
                        + ofUnknown(chars.unknown()));
        bindings.add(CodeBlock.of(
                "$T.characters($S, $S, $T::$L, $L, $L)",
                RuntimeTypes.INPUTS,
                port.name(),
                name,
                input,
                name,
                length.isSymbol() ? -1 : length.size(),
                chars.unknown()));
    }

    private static String ofUnknown(boolean unknown) {
        return unknown
                ? "; what training has not seen is taken as unknown"
                : "; only what stands in the training rows is known";
    }

    private void array(Port port, @Nullable Source source) {
        List<Dim> row = JavaTypes.row(port);
        String doc = port.doc().isEmpty() ? "" : Docs.sentence(port.doc()) + " ";
        if (!row.isEmpty()) {
            doc += JavaTypes.dims(row) + " values" + of(source) + ofNumbers(port);
        } else if (doc.isEmpty()) {
            doc = "the input " + Docs.code(port.name());
        }
        String name = add(port.name(), JavaTypes.of(port.dtype(), row.size()), doc);
        CodeBlock dims = row.stream()
                .map(dim -> CodeBlock.of(", $L", dim.isSymbol() ? -1 : dim.size()))
                .collect(CodeBlock.joining(""));
        CodeBlock binding = CodeBlock.of(
                "$T.array($S, $T.$L, $T::$L$L)",
                RuntimeTypes.INPUTS,
                port.name(),
                DType.class,
                port.dtype().name(),
                input,
                name,
                dims);
        bindings.add(binding);
        if (source instanceof Source.Sequence sequence) {
            sequences.put(sequence.column(), binding);
        }
    }

    /** What the values of an array are. */
    private static String of(@Nullable Source source) {
        if (source instanceof Source.Columns columns) {
            return columns.except().isEmpty()
                    ? ": the columns of the data, in the order of the file that the model was trained on"
                    : ": the columns of the data but "
                            + columns.except().stream().map(Docs::code).collect(Collectors.joining(", "))
                            + ", in the order of the file that the model was trained on";
        }
        if (source instanceof Source.Window window) {
            return ": " + window.columns().stream().map(Docs::code).collect(Collectors.joining(", "))
                    + " of the rows before the one to predict, the oldest first";
        }
        if (source instanceof Source.Pixels pixels && pixels.scale() != 1) {
            return ": pixels from 0 to 255, each multiplied by " + pixels.scale();
        }
        return "";
    }

    /** What is said of numbers that are missing. */
    private String ofNumbers(Port port) {
        boolean filled = port.dtype() == DType.F32
                && recipe != null
                && recipe.data() instanceof CsvSpec csv
                && csv.missing().rule() != CsvSpec.Missing.Rule.ERROR
                && csv.missing().rule() != CsvSpec.Missing.Rule.SKIP;
        return filled ? "; NaN where it is missing" : "";
    }

    private String add(String text, TypeName type, String doc) {
        String name = names.component(text);
        components.add(new Component(name, type, doc));
        return name;
    }
}
