package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.BatchLoad;
import org.nn4j.compiler.source.Span;

/** Arrays of NumPy: those of an {@code .npz} file or the {@code .npy} files of a folder. */
final class NumpyFunctions {

    static final List<String> COLUMNS = List.of("array");

    private static final Set<DType> TYPES = Set.of(DType.F32, DType.I64, DType.U8);

    private NumpyFunctions() {}

    static void define(Scope s) {
        DataFunctions.bind(
                s,
                new Builtin(
                        "npz",
                        List.of("path", "validation?", "test?", "split?"),
                        (in, a) -> new Val.Spec("data", DataFunctions.data(in, a, "npz"))));
        DataFunctions.bind(
                s,
                new Builtin(
                        "array",
                        List.of("name", "validation?", "test?", "scale?", "standardize?", "predicted_by?"),
                        NumpyFunctions::array));
    }

    private static Val array(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("array");
        m.put("name", a.string("name"));
        DataFunctions.put(m, "validation", a.string("validation"));
        DataFunctions.put(m, "test", a.string("test"));
        if (a.has("scale")) {
            m.put("scale", a.number("scale", 1));
        }
        Array form = new Array(a.has("scale"), a.number("scale", 1), a.has("validation"), a.has("test"));
        return new Val.Column(new DataColumn("array", m, form, true, DataColumn.Target.of(a)));
    }

    /** Elements become those of the declared type; with a scale they stay bytes, of which graphs make floats. */
    private record Array(boolean bytes, double scale, boolean validated, boolean tested) implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            if (bytes ? type.dtype() != DType.F32 : !TYPES.contains(type.dtype())) {
                throw in.report.error(
                        Code.WRONG_DTYPE,
                        "`array(…)` does not give " + type.dtype() + " for " + what,
                        at,
                        bytes ? "with `scale` it gives f32" : "it gives f32, i64 or u8");
            }
        }

        @Override
        public void checkData(Interpreter in, Val.Spec data, TensorType type, String what, Span at) {
            for (String split : List.of("validation", "test")) {
                boolean named = split.equals("test") ? tested : validated;
                if (named && data.entries().get(split) instanceof Double part && part > 0) {
                    throw in.report.error(
                            Code.RECIPE_VALUE,
                            "the " + split + " split is an array here, and a part of the rows in `npz(…)`",
                            at,
                            "say it in one place");
                }
            }
        }

        @Override
        public Graph load(String name, TensorType type) {
            return bytes
                    ? BatchLoad.rows(name, type, DType.U8, (b, v) -> ImageFunctions.scaled(b, v, scale))
                    : BatchLoad.rows(name, type);
        }
    }
}
