package org.nn4j.compiler.elaborate;

import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;

/**
 * A number, whole or not, for each row.
 *
 * @param function what gives it
 */
record OneForEachRow(String function) implements DataColumn.Form {

    @Override
    public void check(Interpreter in, TensorType type, String what, Span at) {
        if (type.rank() != 1) {
            throw in.report.error(
                    Code.WRONG_RANK,
                    "`" + function + "(…)` gives one value for each row, but " + what + " is " + type,
                    at,
                    "declare it as " + type.dtype() + "[" + Program.BATCH + "]");
        }
        if (type.dtype() != DType.F32 && type.dtype() != DType.I64) {
            throw in.report.error(
                    Code.WRONG_DTYPE,
                    "`" + function + "(…)` does not give " + type.dtype() + " for " + what,
                    at,
                    "it gives f32, or i64 of whole numbers");
        }
    }
}
