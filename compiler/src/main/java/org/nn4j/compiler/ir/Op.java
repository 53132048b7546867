package org.nn4j.compiler.ir;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A primitive operator: its type, its gradient and its ONNX form stand together in one stanza.
 *
 * <pre>{@code
 * static final Op TANH = Op.define("tanh", "Hyperbolic tangent.")
 *         .inputs("x")
 *         .type(sameAsInput())
 *         .gradient((b, n, dy) -> List.of(mul(b, dy, sub(b, one(b, dy), square(b, n.output())))))
 *         .onnx("Tanh");
 * }</pre>
 *
 * <p>The stages of the definition make it impossible to leave one out; {@link Gradient#notDifferentiable} is written
 * out where an operator has no gradient.
 */
public final class Op {

    /** Types of the outputs from types of the inputs; throws {@link OpTypeException} with what the user did wrong. */
    @FunctionalInterface
    public interface TypeRule {
        List<TensorType> infer(List<TensorType> inputs, Attributes attributes, List<Region> regions);
    }

    /**
     * Gradients of the inputs from the gradient of the output; null for an input that has none. Shapes may still be
     * those of the broadcast: the reverse walk sums them down.
     */
    @FunctionalInterface
    public interface GradientRule {
        List<@Nullable Value> apply(GraphBuilder b, Node n, Value dy);
    }

    /** As {@link GradientRule}, for operators with several outputs; the gradient of an unused output is null. */
    @FunctionalInterface
    public interface MultiGradientRule {
        List<@Nullable Value> apply(GraphBuilder b, Node n, List<@Nullable Value> dys);
    }

    /** Writes a node as ONNX nodes and defines each of its outputs. */
    @FunctionalInterface
    public interface Lowering {
        void emit(OnnxEmitter e, Node n);
    }

    private final String name;
    private final String doc;
    private final List<String> inputNames;
    private final boolean variadic;
    private final TypeRule typeRule;
    private final @Nullable MultiGradientRule gradientRule;
    private final boolean gradientOfBody;
    private final Lowering lowering;
    private final boolean elementwise;
    private final @Nullable ToDoubleFunction<double[]> scalarMeaning;

    private Op(Stages s, Lowering lowering) {
        this.name = s.name;
        this.doc = s.doc;
        this.inputNames = s.inputNames;
        this.variadic = s.variadic;
        this.typeRule = Objects.requireNonNull(s.typeRule);
        this.gradientRule = s.gradientRule;
        this.gradientOfBody = s.gradientOfBody;
        this.elementwise = s.elementwise;
        this.scalarMeaning = s.scalarMeaning;
        this.lowering = lowering;
    }

    public String name() {
        return name;
    }

    /** One line for the reference. */
    public String doc() {
        return doc;
    }

    public List<String> inputNames() {
        return inputNames;
    }

    /** Whether the last named input may be repeated. */
    public boolean isVariadic() {
        return variadic;
    }

    /** Whether each element of the output depends only on the elements at its own place. */
    public boolean isElementwise() {
        return elementwise;
    }

    public boolean isDifferentiable() {
        return gradientRule != null || gradientOfBody;
    }

    /** Whether its gradient is made of its body's, not by a rule. */
    public boolean hasGradientOfBody() {
        return gradientOfBody;
    }

    /** What an elementwise operator does to numbers, where the compiler may fold it. */
    public @Nullable ToDoubleFunction<double[]> scalarMeaning() {
        return scalarMeaning;
    }

    public List<TensorType> infer(List<TensorType> inputs, Attributes attributes, List<Region> regions) {
        boolean countFits = variadic ? inputs.size() >= inputNames.size() : inputs.size() == inputNames.size();
        if (!countFits) {
            throw new OpTypeException(
                    OpTypeException.Kind.COUNT,
                    "`" + name + "` takes " + inputNames.size() + (variadic ? " or more" : "") + " tensors, not "
                            + inputs.size());
        }
        return typeRule.infer(inputs, attributes, regions);
    }

    public List<@Nullable Value> gradient(GraphBuilder b, Node n, List<@Nullable Value> dys) {
        if (gradientRule == null) {
            throw new IllegalStateException(name + " has no rule for its gradient");
        }
        return gradientRule.apply(b, n, dys);
    }

    public void emit(OnnxEmitter e, Node n) {
        lowering.emit(e, n);
    }

    @Override
    public String toString() {
        return name;
    }

    public static Inputs define(String name, String doc) {
        return new Stages(name, doc);
    }

    /** First stage: names of the inputs. */
    public interface Inputs {
        Type inputs(String... names);

        /** The last name stands for one or more inputs. */
        Type variadic(String... names);
    }

    /** Second stage. */
    public interface Type {
        Gradient type(TypeRule rule);

        /** A rule for an operator that works place by place. */
        Gradient elementwise(TypeRule rule);

        /** As {@link #elementwise(TypeRule)}, with its meaning for single numbers, so that constants fold. */
        Gradient elementwise(TypeRule rule, ToDoubleFunction<double[]> meaning);
    }

    /** Third stage. */
    public interface Gradient {
        Form gradient(GradientRule rule);

        Form gradientOfOutputs(MultiGradientRule rule);

        /** The gradient is made of its body's by reverse differentiation itself. */
        Form gradientOfBody();

        /** The gradient ends here: the operator's output is constant almost everywhere, or its inputs are integers. */
        Form notDifferentiable();
    }

    /** Last stage. */
    public interface Form {
        Op onnx(Lowering lowering);

        /** The ONNX operator of the same inputs and no attributes. */
        default Op onnx(String opType) {
            return onnx((e, n) -> e.define(
                    n.output(), e.emit(opType, n.inputs().stream().map(e::name).toList())));
        }
    }

    private static final class Stages implements Inputs, Type, Gradient, Form {
        private final String name;
        private final String doc;
        private List<String> inputNames = List.of();
        private boolean variadic;
        private boolean elementwise;
        private boolean gradientOfBody;
        private @Nullable TypeRule typeRule;
        private @Nullable MultiGradientRule gradientRule;
        private @Nullable ToDoubleFunction<double[]> scalarMeaning;

        Stages(String name, String doc) {
            this.name = name;
            this.doc = doc;
        }

        @Override
        public Type inputs(String... names) {
            inputNames = List.of(names);
            return this;
        }

        @Override
        public Type variadic(String... names) {
            variadic = true;
            return inputs(names);
        }

        @Override
        public Gradient type(TypeRule rule) {
            typeRule = rule;
            return this;
        }

        @Override
        public Gradient elementwise(TypeRule rule) {
            elementwise = true;
            return type(rule);
        }

        @Override
        public Gradient elementwise(TypeRule rule, ToDoubleFunction<double[]> meaning) {
            scalarMeaning = meaning;
            return elementwise(rule);
        }

        @Override
        public Form gradient(GradientRule rule) {
            return gradientOfOutputs((b, n, dys) -> rule.apply(b, n, Objects.requireNonNull(dys.get(0))));
        }

        @Override
        public Form gradientOfOutputs(MultiGradientRule rule) {
            gradientRule = rule;
            return this;
        }

        @Override
        public Form gradientOfBody() {
            gradientOfBody = true;
            return this;
        }

        @Override
        public Form notDifferentiable() {
            return this;
        }

        @Override
        public Op onnx(Lowering lowering) {
            return new Op(this, lowering);
        }
    }
}
