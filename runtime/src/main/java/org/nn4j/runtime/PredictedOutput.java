package org.nn4j.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Port;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;

/**
 * An output, and what it says about the target that it predicts.
 *
 * @param port the output
 * @param values its values
 * @param column the column of the data that its target comes from, if it names its classes or predicts one number a
 *     row; otherwise empty
 * @param names the names of the classes that it predicts; empty if it predicts none or they are not known
 */
record PredictedOutput(Port port, Tensor values, String column, List<String> names) {

    private static final float THRESHOLD = 0.5f;

    static PredictedOutput of(Port port, Tensor values, @Nullable Recipe recipe, @Nullable Learned learned) {
        Feed target = recipe == null
                ? null
                : recipe.targets().stream()
                        .filter(feed -> feed.name().equals(port.predicts()))
                        .findFirst()
                        .orElse(null);
        if (recipe == null || target == null) {
            return new PredictedOutput(port, values, "", List.of());
        }
        if (target.source() instanceof Source.Classes) {
            List<String> names = recipe.classNames(learned).getOrDefault(target.name(), List.of());
            boolean fits = fits(values, names.size());
            return new PredictedOutput(port, values, fits ? column(target) : "", fits ? names : List.of());
        }
        boolean number = target.source() instanceof Source.Column && values.size() == values.rows();
        return new PredictedOutput(port, values, number ? column(target) : "", List.of());
    }

    private static String column(Feed target) {
        String column = target.source().column();
        return column.isEmpty() ? target.name() : column;
    }

    private static boolean fits(Tensor values, int classes) {
        long[] shape = values.shape();
        return values.dtype() == DType.F32
                && ((shape.length == 1 && classes == 2) || (shape.length == 2 && classes > 0 && shape[1] == classes));
    }

    /** Whether {@link #className} may be asked. */
    boolean namesClasses() {
        return !names.isEmpty();
    }

    /** The name of the class predicted in a row. */
    String className(int row) {
        if (values.shape().length == 1) {
            return names.get(values.floats().get(row) >= THRESHOLD ? 1 : 0);
        }
        int likeliest = 0;
        int first = row * names.size();
        for (int i = 1; i < names.size(); i++) {
            if (values.floats().get(first + i) > values.floats().get(first + likeliest)) {
                likeliest = i;
            }
        }
        return names.get(likeliest);
    }
}
