package org.nn4j.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** The enums of a class, one for each list of names that the program gives. */
final class Enums {

    /** A column and its names: two columns with the same names have an enum each. */
    private record Key(String column, List<String> names) {}

    private final ClassName owner;
    private final JavaNames types;
    private final Map<Key, ClassName> known = new LinkedHashMap<>();
    private final Map<ClassName, TypeSpec> specs = new LinkedHashMap<>();

    Enums(ClassName owner) {
        this.owner = owner;
        this.types = new JavaNames(
                owner.simpleName(), "Input", "Output", "Object", "String", "Override", "List", "Map", "Path", "Model");
    }

    /** The enum of a category. */
    ClassName of(String column, List<String> names) {
        return known.computeIfAbsent(new Key(column, names), key -> {
            ClassName name = owner.nestedClass(types.type(column));
            specs.put(name, spec(name, column, names));
            return name;
        });
    }

    List<TypeSpec> specs() {
        return List.copyOf(specs.values());
    }

    private static TypeSpec spec(ClassName name, String column, List<String> names) {
        JavaNames constants = new JavaNames();
        TypeSpec.Builder type = TypeSpec.enumBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addSuperinterface(RuntimeTypes.CLASS_NAME)
                .addJavadoc("What $L may be.\n", Docs.code(column));
        for (String text : names) {
            type.addEnumConstant(
                    constants.constant(text),
                    TypeSpec.anonymousClassBuilder("$S", text)
                            .addJavadoc("$L\n", Docs.code(text))
                            .build());
        }
        return type.addField(String.class, "text", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(String.class, "text")
                        .addStatement("this.text = text")
                        .build())
                .addMethod(MethodSpec.methodBuilder("text")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(String.class)
                        .addStatement("return text")
                        .build())
                .build();
    }
}
