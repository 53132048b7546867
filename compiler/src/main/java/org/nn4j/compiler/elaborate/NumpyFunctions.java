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

    private static final Set<DType> OF_CLASSES = Set.of(DType.F32, DType.I64);

    private NumpyFunctions() {}

    static void define(Scope s) {
        DataFunctions.define(
                s,
                "npz",
                List.of("path", "validation?", "test?", "split?"),
                """
                Arrays of NumPy, as `numpy.savez` or `savez_compressed` writes them, or `numpy.save` one by one. The first
                axis of each is that of the rows. A split that has arrays of its own is left out here.

                - `path`: an `.npz` file, or a folder of `.npy` files, relative to the program.
                """ + DataFunctions.PARTS_DOC + """
                Example: data npz("mnist.npz", validation = 0.1)
                Example: feed image = array("x_train", test = "x_test", scale = 1 / 255)  // f32[B, 28, 28]
                Example: target digit: i64[B] = array("y_train", test = "y_test")""",
                (in, a) -> new Val.Spec("data", DataFunctions.data(in, a, "npz")));
        DataFunctions.define(
                s,
                "array",
                List.of(
                        "name",
                        "validation?",
                        "test?",
                        "scale?",
                        "names?",
                        "classes?",
                        "standardize?",
                        "predicted_by?"),
                """
                An array of `npz(…)`, of any element type, with the array's shape or another of as many elements in each
                row. Its elements may be floats, integers or bools of any size, as long as each is exactly of the declared
                type; for f32 and f64 they are finite, and rounded.

                - `name`: its name.
                - `validation`, `test`: the arrays of these splits, if they have some of their own; each feed and target
                  then names one.
                - `scale`: what bytes are multiplied by to become f32; they stay bytes in memory. Elements must be whole
                  numbers from 0 to 255.
                - `names`: of a target that is the index of a class, i64 or f32, the names of the classes in the order of
                  their indices; predictions have them.
                - `classes`: how many there are, from 2 on. Left out, it is the number of `names`, or as many as the
                  output that predicts the target has places. An index beyond them is an error.
                """ + DataFunctions.STANDARDIZE_DOC + DataFunctions.PREDICTED_BY_DOC + """
                Example: data npz("houses.npz", validation = 0.1)
                Example: feed x = array("x")                            // f32[B, 13]
                Example: target price: f32[B] = array("y", standardize = true)""",
                NumpyFunctions::array);
    }

    private static Val array(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("array");
        m.put("name", a.string("name"));
        DataFunctions.put(m, "validation", a.string("validation"));
        DataFunctions.put(m, "test", a.string("test"));
        if (a.has("scale")) {
            m.put("scale", a.number("scale", 1));
        }
        DataFunctions.classes(in, a, m);
        if (a.has("scale") && m.containsKey("classes")) {
            throw in.report.error(
                    Code.RECIPE_VALUE, "the index of a class cannot be scaled", a.span("scale"), "leave out `scale`");
        }
        Array form = new Array(
                a.has("scale"), a.number("scale", 1), m.containsKey("classes"), a.has("validation"), a.has("test"));
        return new Val.Column(new DataColumn("array", m, form, true, DataColumn.Target.of(a)));
    }

    /** Elements become those of the declared type; with a scale they stay bytes, of which graphs make floats. */
    private record Array(boolean bytes, double scale, boolean classes, boolean validated, boolean tested)
            implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            boolean fits = bytes ? type.dtype() == DType.F32 : !classes || OF_CLASSES.contains(type.dtype());
            if (!fits) {
                throw in.report.error(
                        Code.WRONG_DTYPE,
                        "`array(…)` does not give " + type.dtype() + " for " + what,
                        at,
                        bytes ? "with `scale` it gives f32" : "the index of a class is i64, or f32");
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
