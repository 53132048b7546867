package org.nn4j.compiler.elaborate;

import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.RandomOps;

/** Tensors that are made of sizes alone. */
final class MakerFunctions {

    private MakerFunctions() {}

    static void define(Scope s) {
        Builtins.define(s, "zeros", List.of("*dims"), """
                A tensor of zeros, f32, of these dims.
                Example: zeros(2) == tensor([0.0, 0.0])""", (in, a) -> fill(in, 0, a.dims()));
        Builtins.define(s, "ones", List.of("*dims"), """
                A tensor of ones, f32, of these dims.
                Example: ones(2) == tensor([1.0, 1.0])""", (in, a) -> fill(in, 1, a.dims()));
        Builtins.define(s, "zeros_like", List.of("x"), """
                Zeros of the shape and element type of x.
                Example: zeros_like(tensor([3, 4], i64)) == tensor([0, 0], i64)""", (in, a) -> like(a.tensor("x"), 0));
        Builtins.define(s, "ones_like", List.of("x"), """
                Ones of the shape and element type of x.
                Example: ones_like(tensor([3.0, 4.0])) == tensor([1.0, 1.0])""", (in, a) -> like(a.tensor("x"), 1));
        Builtins.define(s, "range", List.of("n"), """
                The integers 0, 1, … below n, as `i64[n]`.
                Example: range(3) == tensor([0, 1, 2], i64)""", (in, a) -> {
            if (!(a.value("n") instanceof Val.Int n)) {
                throw in.report.error(Code.WRONG_KIND, "`range` needs a size", a.span("n"));
            }
            in.types.requireSize(Shape.of(n.dim()), a.span("n"));
            return new Val.Tensor(Constants.range(in.graph(), n.dim()), in.graph(), false);
        });
        Builtins.define(s, "random_uniform", List.of("*dims"), """
                Numbers from [0, 1), evenly distributed, of these dims. They depend on the seed, the step, the place
                in the program and the row, and on nothing else.
                Example: random_uniform(100) < 1""", (in, a) -> {
            Walk.RandomKey k = in.walk.randomKey();
            Value v = RandomOps.uniform(k.graph(), k.values(), k.stream(), a.dims());
            return new Val.Tensor(v, k.graph(), false);
        });
    }

    private static Val fill(Interpreter in, double value, Shape shape) {
        return new Val.Tensor(Constants.fill(in.graph(), DType.F32, value, shape), in.graph(), false);
    }

    private static Val like(Val.Tensor x, double value) {
        Value v = Constants.fill(x.graph(), x.type().dtype(), value, x.type().shape());
        return new Val.Tensor(v, x.graph(), false);
    }
}
