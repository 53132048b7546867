package org.nn4j.compiler.assemble;

import static org.nn4j.compiler.op.Elementwise.add;
import static org.nn4j.compiler.op.Elementwise.cast;
import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.mul;
import static org.nn4j.compiler.op.Elementwise.pow;
import static org.nn4j.compiler.op.Elementwise.sub;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.Reduction;
import org.nn4j.compiler.program.OptimizerRule;

/** Optimizers as elaboration makes them from the library's text: node by node, nothing simplified. */
final class Optimizers {

    private Optimizers() {}

    private static Value f64(GraphBuilder b, double value) {
        return Constants.scalar(b, DType.F64, value);
    }

    private static Value f32(GraphBuilder b, double value) {
        return Constants.scalar(b, DType.F32, value);
    }

    /** {@code p - lr * g}. */
    record Sgd(double lr) implements OptimizerRule {
        @Override
        public List<String> moments() {
            return List.of();
        }

        @Override
        public boolean needsTensors() {
            return false;
        }

        @Override
        public Value initialMoment(GraphBuilder b, String moment, Shape shape) {
            throw new IllegalArgumentException(moment);
        }

        @Override
        public Value learningRate(GraphBuilder b, Clock clock) {
            return mul(b, f64(b, lr), clock.lrScale());
        }

        @Override
        public List<Updated> update(GraphBuilder b, List<Unit> units, Clock clock) {
            Value rate = cast(b, mul(b, f64(b, lr), clock.lrScale()), DType.F32);
            return units.stream()
                    .map(u -> new Updated(sub(b, u.p(), mul(b, rate, u.g())), Map.of()))
                    .toList();
        }
    }

    /** The library's Adam. */
    record Adam(double lr, double beta1, double beta2, double eps) implements OptimizerRule {
        Adam(double lr) {
            this(lr, 0.9, 0.999, 1e-8);
        }

        @Override
        public List<String> moments() {
            return List.of("adam.m", "adam.v");
        }

        @Override
        public boolean needsTensors() {
            return false;
        }

        @Override
        public Value initialMoment(GraphBuilder b, String moment, Shape shape) {
            return Constants.fill(b, DType.F32, 0, shape);
        }

        @Override
        public Value learningRate(GraphBuilder b, Clock clock) {
            return mul(b, f64(b, lr), clock.lrScale());
        }

        @Override
        public List<Updated> update(GraphBuilder b, List<Unit> units, Clock clock) {
            return units.stream().map(u -> update(b, u, clock)).toList();
        }

        private Updated update(GraphBuilder b, Unit u, Clock clock) {
            Value m = add(
                    b,
                    mul(b, f32(b, beta1), Objects.requireNonNull(u.moments().get("adam.m"))),
                    mul(b, f32(b, 1 - beta1), u.g()));
            Value v = add(
                    b,
                    mul(b, f32(b, beta2), Objects.requireNonNull(u.moments().get("adam.v"))),
                    mul(b, mul(b, f32(b, 1 - beta2), u.g()), u.g()));
            Value step = cast(b, clock.step(), DType.F64);
            Value rate = cast(b, mul(b, f64(b, lr), clock.lrScale()), DType.F32);
            Value c1 = cast(b, sub(b, f64(b, 1), pow(b, f64(b, beta1), step)), DType.F32);
            Value c2 = cast(b, sub(b, f64(b, 1), pow(b, f64(b, beta2), step)), DType.F32);
            Value root = b.add(Elementwise.SQRT, Attributes.NONE, div(b, v, c2));
            Value change = div(b, mul(b, rate, div(b, m, c1)), add(b, root, f32(b, eps)));
            return new Updated(sub(b, u.p(), change), Map.of("adam.m", m, "adam.v", v));
        }
    }

    /** Each parameter's gradient scaled to length 1: a rule that must see parameters one by one. */
    record Normalized(double lr) implements OptimizerRule {
        @Override
        public List<String> moments() {
            return List.of("normalized.sum");
        }

        @Override
        public boolean needsTensors() {
            return true;
        }

        @Override
        public Value initialMoment(GraphBuilder b, String moment, Shape shape) {
            return Constants.fill(b, DType.F32, 0, shape);
        }

        @Override
        public Value learningRate(GraphBuilder b, Clock clock) {
            return mul(b, f64(b, lr), clock.lrScale());
        }

        @Override
        public List<Updated> update(GraphBuilder b, List<Unit> units, Clock clock) {
            return units.stream().map(u -> update(b, u, clock)).toList();
        }

        private Updated update(GraphBuilder b, Unit u, Clock clock) {
            Value norm = b.add(
                    Elementwise.SQRT,
                    Attributes.NONE,
                    add(b, Reduction.sumAll(b, mul(b, u.g(), u.g())), f32(b, 1e-12)));
            Value unit = div(b, u.g(), norm);
            Value sum = add(b, Objects.requireNonNull(u.moments().get("normalized.sum")), unit);
            Value rate = cast(b, mul(b, f64(b, lr), clock.lrScale()), DType.F32);
            return new Updated(sub(b, u.p(), mul(b, rate, sum)), Map.of("normalized.sum", sum));
        }
    }
}
