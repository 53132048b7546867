package org.nn4j.compiler.elaborate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.program.OptimizerRule;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.source.Span;
import org.nn4j.compiler.syntax.Stmt;

/** Tries an optimizer out on parameters of all kinds, to find what is wrong with it and how it may be carried out. */
final class OptimizerProbe {
    /** A parameter of each rank there is. */
    static final List<Shape> SHAPES = List.of(
            Shape.SCALAR,
            Shape.of(3),
            Shape.of(4, 3),
            Shape.of(4, 3, 2),
            Shape.of(5, 4, 3, 2),
            Shape.of(5, 4, 3, 2, 2));

    private final ElaboratedOptimizer rule;
    private final Reporter report;
    private final Span at;

    OptimizerProbe(ElaboratedOptimizer rule, Reporter report, Span at) {
        this.rule = rule;
        this.report = report;
        this.at = at;
    }

    /**
     * Carries out an update of a matrix, a vector and what has other shapes among {@code parameters}, so that what is
     * wrong is reported before anything is made.
     */
    void check(List<Program.Tensor> parameters) {
        GraphBuilder b = new GraphBuilder("probe");
        List<Shape> shapes = new ArrayList<>(List.of(Shape.of(4, 3), Shape.of(3)));
        parameters.stream()
                .map(p -> p.type().shape())
                .filter(s -> s.rank() != 1 && s.rank() != 2)
                .distinct()
                .forEach(shapes::add);
        rule.update(b, probeUnits(b, shapes), probeClock(b));
        for (Stmt.State s : rule.states()) {
            Shape of = SHAPES.stream()
                    .filter(shape -> rule.exists(s, shape))
                    .findFirst()
                    .orElse(null);
            if (of == null) {
                continue;
            }
            GraphBuilder start = new GraphBuilder("probe");
            Value p = start.input("p", new TensorType(DType.F32, of));
            if (!Dependencies.inputsOf(start, rule.initial(start, s, p)).isEmpty()) {
                throw report.error(
                        Code.RESULT_TYPE,
                        "the state `" + s.name() + "` must start from the parameter's shape alone",
                        s.init().span(),
                        "for example `zeros_like(p)`");
            }
        }
    }

    /** Reports what depends on the size of a batch: an update comes after it. */
    void requireNoBatch() {
        GraphBuilder b = new GraphBuilder("probe");
        List<OptimizerRule.Unit> units = probeUnits(b, SHAPES);
        units.forEach(u -> rule.states().stream()
                .filter(s -> rule.exists(s, u.p().shape()))
                .forEach(s -> rule.initial(b, s, u.p())));
        rule.update(b, units, probeClock(b));
        for (Node n : b.nodes()) {
            Initializers.requireNoBatch(n, report, at);
        }
    }

    /** Whether the body means the same for a vector of several parameters as for each of them. */
    boolean worksOnFlatVectors() {
        GraphBuilder b = new GraphBuilder("probe");
        UpdateContext context = new UpdateContext(b, probeClock(b));
        List<OptimizerRule.Unit> units = probeUnits(b, List.of(Shape.of(12), Shape.of(8)));
        try {
            rule.update(new Reporter(new Diagnostics()), b, units, context.clock(), context);
        } catch (Abort a) {
            return false;
        }
        return context.partsAddUp()
                && !context.asksForShapes()
                && isElementwise(b, units, context.sums())
                && rule.moments().stream()
                        .allMatch(m -> SHAPES.stream().allMatch(p -> p.equals(rule.momentShape(m, p))));
    }

    /** Whether all that is made of the units is made place by place, but for some sums. */
    private static boolean isElementwise(GraphBuilder b, List<OptimizerRule.Unit> units, Set<Value> sums) {
        Set<Value> ofUnits = new HashSet<>();
        for (OptimizerRule.Unit u : units) {
            ofUnits.addAll(List.of(u.p(), u.g()));
            ofUnits.addAll(u.moments().values());
        }
        for (Node n : b.nodes()) {
            if (n.uses().stream().anyMatch(ofUnits::contains)) {
                if (!n.op().isElementwise() && !sums.containsAll(n.outputs())) {
                    return false;
                }
                ofUnits.addAll(n.outputs());
            }
        }
        return true;
    }

    private List<OptimizerRule.Unit> probeUnits(GraphBuilder b, List<Shape> shapes) {
        List<OptimizerRule.Unit> units = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            TensorType t = new TensorType(DType.F32, shapes.get(i));
            Map<String, Value> m = new LinkedHashMap<>();
            for (String name : rule.moments()) {
                Shape shape = rule.momentShape(name, shapes.get(i));
                if (shape != null) {
                    m.put(name, b.input(name + "." + i, t.withShape(shape)));
                }
            }
            Program.Tensor member = new Program.Tensor("probe." + i, t);
            units.add(new OptimizerRule.Unit(List.of(member), b.input("p." + i, t), b.input("g." + i, t), m));
        }
        return units;
    }

    private static OptimizerRule.Clock probeClock(GraphBuilder b) {
        return new OptimizerRule.Clock(
                b.input("step", TensorType.scalar(DType.I64)),
                b.input("total_steps", TensorType.scalar(DType.I64)),
                b.input("lr_scale", TensorType.scalar(DType.F64)));
    }
}
