package org.nn4j.compiler.assemble;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/**
 * Names for the sizes that only files have, apart from those that the program uses.
 *
 * @param rows of the data
 * @param turns batches in a run
 * @param done turns that were begun
 * @param parts of a batch
 * @param collected rows that metrics have collected
 */
record Symbols(Dim rows, Dim turns, Dim done, Dim parts, Dim collected) {

    static Symbols apartFrom(Program program) {
        Set<String> taken = new HashSet<>();
        Recipe recipe = program.recipe();
        Stream<Graph> graphs = recipe == null
                ? Stream.of(program.inference())
                : Stream.of(program.inference(), recipe.training(), recipe.evaluation(), recipe.fitting());
        graphs.flatMap(g -> g.inputs().stream())
                .flatMap(p -> p.value().shape().dims().stream())
                .forEach(d -> taken.addAll(d.symbols()));
        return new Symbols(free("N", taken), free("K", taken), free("k", taken), free("P", taken), free("R", taken));
    }

    private static Dim free(String name, Set<String> taken) {
        String candidate = name;
        while (taken.contains(candidate)) {
            candidate += "_";
        }
        return Dim.symbol(candidate);
    }
}
