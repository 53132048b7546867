package org.nn4j.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.ImagesSpec;
import org.nn4j.runtime.format.Port;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;

/** The components of the record {@code Output}, and how they are made of the model's outputs. */
final class OutputCode {

    private final @Nullable Recipe recipe;
    private final Enums enums;
    private final JavaNames names = new JavaNames();
    private final List<Component> components = new ArrayList<>();
    private final List<CodeBlock> values = new ArrayList<>();

    OutputCode(List<Port> ports, @Nullable Recipe recipe, Enums enums) {
        this.recipe = recipe;
        this.enums = enums;
        ports.forEach(this::add);
    }

    List<Component> components() {
        return components;
    }

    /** An expression for each component, of a row of outputs called {@code row}. */
    List<CodeBlock> values() {
        return values;
    }

    private void add(Port port) {
        Feed target = target(port);
        if (target != null && target.source() instanceof Source.Classes classes && isOfClasses(port, classes)) {
            classification(port, target, classes);
            return;
        }
        String name = target != null && target.source() instanceof Source.Column column ? column.column() : port.name();
        List<Dim> row = JavaTypes.row(port);
        TypeName type = JavaTypes.of(port.dtype(), row.size());
        String doc = port.doc().isEmpty() ? "the output " + Docs.code(port.name()) : Docs.sentence(port.doc());
        components.add(new Component(
                names.component(name), type, doc + (row.isEmpty() ? "" : " " + JavaTypes.dims(row) + " values.")));
        values.add(CodeBlock.of("row.get($S, $T.class)", port.name(), type));
    }

    private @Nullable Feed target(Port port) {
        return recipe == null || port.predicts() == null
                ? null
                : recipe.targets().stream()
                        .filter(feed -> feed.name().equals(port.predicts()))
                        .findFirst()
                        .orElse(null);
    }

    /** Whether it gives probabilities of classes that have names: one for each, or a single one of two. */
    private boolean isOfClasses(Port port, Source.Classes classes) {
        List<Dim> row = JavaTypes.row(port);
        List<String> names = classes.names();
        boolean fits = names == null
                ? row.size() <= 1
                : row.isEmpty()
                        ? names.size() == 2
                        : row.size() == 1 && row.get(0).size() == names.size();
        boolean named =
                names != null || classes.learnsNames() || (recipe != null && recipe.data() instanceof ImagesSpec);
        return port.dtype() == DType.F32 && named && fits && !classes.unknown();
    }

    private void classification(Port port, Feed target, Source.Classes classes) {
        String column = classes.column().isEmpty() ? target.name() : classes.column();
        List<String> given = classes.names();
        String doc = (port.doc().isEmpty() ? "" : Docs.sentence(port.doc()) + " ") + "The class of " + Docs.code(column)
                + " and the probabilities of all of them.";
        if (given != null) {
            ClassName type = enums.of(column, given);
            components.add(new Component(
                    names.component(column), ParameterizedTypeName.get(RuntimeTypes.CLASSIFICATION, type), doc));
            values.add(CodeBlock.of("row.classification($S, $T.values())", port.name(), type));
        } else {
            components.add(new Component(
                    names.component(column),
                    ParameterizedTypeName.get(RuntimeTypes.CLASSIFICATION, ClassName.get(String.class)),
                    doc + " Names are those of the data that the model was trained on."));
            values.add(CodeBlock.of("row.classification($S, $S)", port.name(), target.name()));
        }
    }
}
