package org.nn4j.runtime.djl;

import ai.djl.Model;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.typed.ModelType;

/**
 * Makes the translator of a generated class from the records {@code Input} and {@code Output} in it, for which a {@code
 * Criteria} asks by {@code setTypes}.
 */
public final class TypedTranslatorFactory implements TranslatorFactory {

    /** DJL makes it by its name, too: {@code translatorFactory} in {@code serving.properties}. */
    public TypedTranslatorFactory() {}

    /** None are listed: which classes were generated is not known. */
    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of();
    }

    @Override
    public boolean isSupported(Class<?> input, Class<?> output) {
        return type(input, output) != null;
    }

    @Override
    @SuppressWarnings("unchecked") // The types were compared with those that the class declares.
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        ModelType<?, ?> type = type(input, output);
        if (type == null) {
            throw new TranslateException(input.getName() + " and " + output.getName()
                    + " are not the records of a class that nn4j has generated");
        }
        return new TypedTranslator<>((ModelType<I, O>) type);
    }

    /** What the class around the records says of itself; null where there is no such class. */
    private static @Nullable ModelType<?, ?> type(Class<?> input, Class<?> output) {
        Class<?> owner = input.getDeclaringClass();
        if (owner == null) {
            return null;
        }
        try {
            Method type = owner.getMethod("type");
            boolean fits = type.getGenericReturnType() instanceof ParameterizedType declared
                    && declared.getRawType().equals(ModelType.class)
                    && declared.getActualTypeArguments()[0].equals(input)
                    && declared.getActualTypeArguments()[1].equals(output);
            return fits ? (ModelType<?, ?>) type.invoke(null) : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
