package org.nn4j.compiler.summary;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** The sizes that symbols stand for. Those that have none stay symbols. */
record Bindings(Map<String, Long> sizes) {

    Bindings {
        sizes = Map.copyOf(sizes);
    }

    /** Those given, and those that the recipe's data tells: a feed {@code [B, 64]} of an input {@code [B, T]}. */
    static Bindings of(Program program, Map<String, Long> given) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        Recipe recipe = program.recipe();
        if (recipe != null) {
            for (Program.Interface i : program.inputs()) {
                recipe.settings().feeds().stream()
                        .filter(c -> c.name().equals(i.name()))
                        .forEach(c ->
                                tell(i.type(), c.load().outputs().get(0).value().type(), sizes));
            }
        }
        sizes.putAll(given);
        return new Bindings(sizes);
    }

    private static void tell(TensorType declared, TensorType fed, Map<String, Long> sizes) {
        for (int axis = 0; axis < declared.rank() && declared.rank() == fed.rank(); axis++) {
            Dim size = fed.shape().dim(axis);
            if (size.isKnown()) {
                declared.shape().dim(axis).symbolName().ifPresent(name -> sizes.put(name, size.value()));
            }
        }
    }

    Bindings withRows(long rows) {
        Map<String, Long> more = new LinkedHashMap<>(sizes);
        more.put(Program.BATCH, rows);
        return new Bindings(more);
    }

    Dim in(Dim d) {
        return d.substitute(s -> {
            Long size = sizes.get(s.toString());
            return size == null ? s : Dim.of(size);
        });
    }

    /** Sizes of the model's own symbols, but for the batch's rows. */
    Map<String, Long> of(Program program) {
        Map<String, Long> mine = new TreeMap<>(sizes);
        mine.keySet().retainAll(symbols(program));
        return mine;
    }

    /** Symbols of the model's inputs, but for the batch's rows. */
    static Set<String> symbols(Program program) {
        Set<String> names = new LinkedHashSet<>();
        program.inputs().forEach(i -> i.type().shape().dims().forEach(d -> names.addAll(d.symbols())));
        names.remove(Program.BATCH);
        return names;
    }
}
