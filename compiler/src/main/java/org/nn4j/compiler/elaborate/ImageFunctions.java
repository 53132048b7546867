package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.program.BatchLoad;
import org.nn4j.compiler.source.Span;

/** Data that consists of images and their classes: IDX files such as those of MNIST. */
final class ImageFunctions {

    static final List<String> COLUMNS = List.of("pixels", "labels");

    private ImageFunctions() {}

    static void define(Scope s) {
        DataFunctions.bind(
                s,
                new Builtin(
                        "idx",
                        List.of("path", "validation?", "test?", "split?"),
                        (in, a) -> new Val.Spec("data", DataFunctions.data(in, a, "idx"))));
        DataFunctions.bind(s, new Builtin("pixels", List.of("scale?", "predicted_by?"), ImageFunctions::pixels));
        DataFunctions.bind(
                s, new Builtin("labels", List.of("names?", "classes?", "predicted_by?"), ImageFunctions::labels));
    }

    private static Val pixels(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("pixels");
        double scale = a.number("scale", 1);
        m.put("scale", scale);
        return new Val.Column(new DataColumn("pixels", m, new Bytes(scale), false, DataColumn.Target.of(a)));
    }

    private static Val labels(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("labels");
        DataFunctions.classes(in, a, m);
        return new Val.Column(new DataColumn("labels", m, new OneForEachRow("labels"), true, DataColumn.Target.of(a)));
    }

    /** Pixels are kept as bytes, a quarter of the memory of floats; graphs make floats of those of a batch. */
    private record Bytes(double scale) implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            if (type.rank() < 2) {
                throw in.report.error(
                        Code.WRONG_RANK, "`pixels(…)` gives many values for each row, but " + what + " is " + type, at);
            }
            boolean fits = type.dtype() == DType.F32 || (type.dtype() == DType.U8 && scale == 1);
            if (!fits) {
                throw in.report.error(
                        Code.WRONG_DTYPE,
                        "`pixels(…)` does not give " + type.dtype() + " for " + what,
                        at,
                        type.dtype() == DType.U8 ? "bytes cannot be scaled: leave out `scale`" : "it gives f32, or u8");
            }
        }

        @Override
        public Graph load(String name, TensorType type) {
            return type.dtype() == DType.U8
                    ? BatchLoad.rows(name, type)
                    : BatchLoad.rows(name, type, DType.U8, this::scaled);
        }

        private Value scaled(GraphBuilder b, Value bytes) {
            Value floats = Elementwise.cast(b, bytes, DType.F32);
            return scale == 1 ? floats : Elementwise.mul(b, floats, Constants.scalar(b, DType.F32, scale));
        }
    }
}
