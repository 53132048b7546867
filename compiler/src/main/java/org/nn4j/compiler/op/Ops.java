package org.nn4j.compiler.op;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nn4j.compiler.ir.Op;

/** All operators. Name resolution, the generated reference and the gradient tests go through this list. */
public final class Ops {

    private static final List<Class<?>> FAMILIES = List.of(
            Constants.class,
            Elementwise.class,
            Trigonometry.class,
            BitOps.class,
            Reduction.class,
            MatrixOps.class,
            Convolution.class,
            ShapeOps.class,
            SliceOps.class,
            Pooling.class,
            IndexOps.class,
            PointOps.class,
            OrderOps.class,
            SoftmaxOps.class,
            ChannelOps.class,
            Fourier.class,
            RandomOps.class,
            ControlOps.class,
            ScanOps.class,
            RecurrentOps.class);

    private static final List<Op> ALL = collect();

    private static final Map<String, Op> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Op::name, Function.identity()));

    private Ops() {}

    public static List<Op> all() {
        return ALL;
    }

    public static Optional<Op> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static List<Op> collect() {
        List<Op> all = new ArrayList<>();
        for (Class<?> family : FAMILIES) {
            for (java.lang.reflect.Field f : family.getFields()) {
                if (f.getType() == Op.class) {
                    try {
                        all.add((Op) f.get(null));
                    } catch (IllegalAccessException e) {
                        throw new ExceptionInInitializerError(e);
                    }
                }
            }
        }
        all.sort(Comparator.comparing(Op::name));
        return List.copyOf(all);
    }
}
