package org.nn4j.compiler.assemble;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.IndexOps;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** {@code evaluate.onnx}: what rows add to the totals, and what the totals mean. */
final class EvaluateGraph {

    private static final String VALUE = "value.";

    private EvaluateGraph() {}

    static FileGraph.Finished of(Program program, Recipe recipe, ParameterLayout layout) {
        ProgramFile inputs = new ProgramFile("evaluate", program, layout);
        FileGraph file = inputs.file();
        Totals totals = Totals.ofLossAndMetrics(recipe);
        Map<String, Value> last = total(inputs, recipe, layout, totals);

        GraphBuilder b = file.builder();
        value(file, "loss", Elementwise.div(b, total(last, totals, 0), total(last, totals, 1)));
        BatchScope scope = new BatchScope(inputs, b, null);
        for (int i = Totals.OF_LOSS; i < totals.list().size(); i++) {
            scope.bind("total." + (i - Totals.OF_LOSS), total(last, totals, i));
        }
        scope.inline(recipe.values()).forEach((name, v) -> value(file, name.substring(VALUE.length()), v));
        return file.finish();
    }

    private static void value(FileGraph file, String metric, Value v) {
        file.output(VALUE + metric, v, Role.VALUE, Map.of("metric", metric));
    }

    private static Value total(Map<String, Value> last, Totals totals, int i) {
        return Objects.requireNonNull(last.get(totals.name(i)));
    }

    private static Map<String, Value> total(ProgramFile inputs, Recipe recipe, ParameterLayout layout, Totals totals) {
        Map<String, Value> parameters =
                layout.byPath(layout.unpack(inputs.file().builder(), inputs.parameters()));
        BatchLoop loop = new BatchLoop(inputs);
        Accumulation accumulation = new Accumulation(inputs, totals, loop);
        GraphBuilder b = loop.body();
        Value zero = Constants.scalar(b, DType.I64, 0);
        BatchScope scope = new BatchScope(inputs, b, loop.rows())
                .bind("param.", parameters)
                .bind("step", zero)
                // Rows come in order, so what is random differs from row to row, as the first one of each batch does.
                .bind("position", IndexOps.gather(b, loop.rows(), zero));
        Map<String, Value> results = scope.inline(recipe.evaluation());
        Loss loss = Loss.of(b, Objects.requireNonNull(results.get("loss")), scope.weights());
        List<Value> parts = Totals.parts(loss, results);
        accumulation.keep(parts);
        accumulation.joined(b, parts).forEach(loop::next);
        return accumulation.outputs(loop.run(loop.always()), null);
    }
}
