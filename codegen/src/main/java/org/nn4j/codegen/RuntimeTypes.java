package org.nn4j.codegen;

import com.palantir.javapoet.ClassName;
import org.nn4j.runtime.typed.Classification;
import org.nn4j.runtime.typed.Inputs;
import org.nn4j.runtime.typed.ModelType;
import org.nn4j.runtime.typed.TypedModel;

/** The types that generated classes use. */
final class RuntimeTypes {

    static final ClassName CLASS_NAME = ClassName.get(org.nn4j.runtime.typed.ClassName.class);
    static final ClassName CLASSIFICATION = ClassName.get(Classification.class);
    static final ClassName INPUTS = ClassName.get(Inputs.class);
    static final ClassName MODEL_TYPE = ClassName.get(ModelType.class);
    static final ClassName TYPED_MODEL = ClassName.get(TypedModel.class);
    /** In a module that only models of images need. */
    static final ClassName IMAGE_INPUT = ClassName.get("org.nn4j.images", "ImageInput");

    private RuntimeTypes() {}
}
