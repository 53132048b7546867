package org.nn4j.compiler.assemble;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** {@code fit.onnx}: statistics over the training data. */
final class FitGraph {

    private FitGraph() {}

    static FileGraph.Finished of(Program program, Recipe recipe, ParameterLayout layout) {
        ProgramFile inputs = new ProgramFile("fit", program, layout);
        FileGraph file = inputs.file();
        Totals totals = Totals.ofFitting(recipe);
        List<Value> before = totals.inputs(file);

        BatchLoop loop = new BatchLoop(inputs);
        GraphBuilder b = loop.body();
        BatchScope batch = new BatchScope(inputs, b, loop.rows());
        Map<String, Value> parts = batch.inline(recipe.fitting());
        for (int i = 0; i < before.size(); i++) {
            String name = totals.name(i);
            Value part = Objects.requireNonNull(parts.get(name));
            loop.next(name, totals.join(b, i, loop.carry(name, before.get(i)), part));
        }
        Map<String, Value> last = loop.run(Constants.scalar(b, DType.BOOL, 1));
        totals.outputs(file, last);

        BatchScope whole = new BatchScope(inputs, file.builder(), null).bind("", last);
        whole.inline(recipe.fittedValues()).forEach((name, v) -> file.next(name, v, Role.STATE));
        return file.finish();
    }
}
