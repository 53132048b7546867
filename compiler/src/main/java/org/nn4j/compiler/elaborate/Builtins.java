package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Value;

/** The functions that the language gives to its library: operators under the names that users write, family by family. */
final class Builtins {

    private Builtins() {}

    /** A scope with all of them. */
    static Scope scope() {
        Scope s = new Scope(null);
        ElementwiseFunctions.define(s);
        for (DType d : DType.values()) {
            if (d != DType.U64) {
                s.bind(d.display(), new Val.Spec("dtype", Map.of("dtype", d)));
            }
        }
        ReductionFunctions.define(s);
        ShapeFunctions.define(s);
        MakerFunctions.define(s);
        TotalFunctions.define(s);
        AlongAxes.define(s);
        SoftmaxFunctions.define(s);
        ChannelFunctions.define(s);
        ConvolutionFunctions.define(s);
        Initializers.define(s);
        IndexFunctions.define(s);
        PointFunctions.define(s);
        OrderFunctions.define(s);
        EinsumFunction.define(s);
        PoolingFunctions.define(s);
        TensorLiterals.define(s);
        PenaltyFunctions.define(s);
        s.bind("newaxis", Indexing.NEW_AXIS);
        s.bind(Fresh.NAME, Fresh.FRESH);
        return s;
    }

    static void define(Scope s, String name, List<String> parameters, String doc, Builtin.Body body) {
        if (!s.bind(name, new Builtin(name, parameters, doc, body))) {
            throw new IllegalStateException("two functions are called " + name);
        }
    }

    /** A node of one input and one output. */
    static Val.Tensor node(Interpreter in, Given a, Val.Tensor x, Op op, Attributes attributes) {
        Value v = in.node(x.graph(), a.span(), op, attributes, List.of(x.value()), List.of(a.span("x")));
        return new Val.Tensor(v, x.graph(), false);
    }
}
