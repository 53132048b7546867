package org.nn4j.compiler.assemble;

import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.program.Program;

/** {@code model.onnx}: what is served. Parameters and states are initializers whose bytes lie in the weights file. */
final class ModelGraph {

    private ModelGraph() {}

    static FileGraph.Finished of(Program program, ParameterLayout layout) {
        ProgramFile inputs = new ProgramFile("model", program, layout);
        FileGraph file = inputs.file();
        GraphBuilder b = file.builder();
        BatchScope scope = new BatchScope(inputs, b, null);
        program.inputs()
                .forEach(in -> scope.bind("data." + in.name(), file.required(in.name(), in.type(), Role.INPUT)));
        program.parameters().forEach(p -> scope.bind("param." + p.path(), weight(file, p.path(), p.type())));
        program.states().forEach(t -> scope.bind("state." + t.path(), weight(file, t.path(), t.type())));
        program.fitted().forEach(t -> scope.bind("fitted." + t.path(), weight(file, t.path(), t.type())));
        for (String scalar : new String[] {"seed", "step", "position"}) {
            scope.bind(scalar, Constants.scalar(b, DType.I64, 0));
        }
        Map<String, Value> results = scope.inline(program.inference());
        program.outputs()
                .forEach(o ->
                        file.output(o.name(), Objects.requireNonNull(results.get("output." + o.name())), Role.OUTPUT));
        return file.finishForInference();
    }

    private static Value weight(FileGraph file, String path, TensorType type) {
        return file.input(path, type, Role.STORED);
    }
}
