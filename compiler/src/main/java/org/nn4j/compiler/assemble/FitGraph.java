package org.nn4j.compiler.assemble;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** {@code fit.onnx}: statistics over the training data. */
final class FitGraph {

    private FitGraph() {}

    static FileGraph.Finished of(Program program, Recipe recipe, ParameterLayout layout) {
        ProgramFile inputs = new ProgramFile("fit", program, layout);
        FileGraph file = inputs.file();
        Totals totals = Totals.ofFitting(recipe);
        BatchLoop loop = new BatchLoop(inputs);
        Accumulation accumulation = new Accumulation(inputs, totals, loop);
        Map<String, Value> results = new BatchScope(inputs, loop.body(), loop.rows()).inline(recipe.fitting());
        List<Value> parts = IntStream.range(0, totals.list().size())
                .mapToObj(i -> Objects.requireNonNull(results.get(totals.name(i))))
                .toList();
        accumulation.keep(parts);
        accumulation.joined(loop.body(), parts).forEach(loop::next);
        Map<String, Value> last = accumulation.outputs(loop.run(loop.always()), null);

        BatchScope whole = new BatchScope(inputs, file.builder(), null).bind("", last);
        whole.inline(recipe.fittedValues()).forEach((name, v) -> file.next(name, v, Role.STATE));
        return file.finish();
    }
}
