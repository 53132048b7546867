package org.nn4j.compiler.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nn4j.compiler.op.OpSample.dim;
import static org.nn4j.compiler.op.OpSample.shape;
import static org.nn4j.compiler.op.OpSample.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.OpTypeException;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;

/** What type each operator gives, and what it says where its inputs do not fit. */
class TypeRulesTest {

    /** An application and what comes of it: types, or the kind of error and its words. */
    record Case(Op op, Attributes attributes, List<TensorType> inputs, String result) {
        @Override
        public String toString() {
            return op + inputs.toString() + (attributes.isEmpty() ? "" : attributes);
        }
    }

    private static final List<Case> CASES = new ArrayList<>();

    private static void of(Op op, Attributes a, String inputs, String result) {
        List<TensorType> types = inputs.isEmpty()
                ? List.of()
                : Arrays.stream(inputs.split(";")).map(t -> type(t.strip())).toList();
        CASES.add(new Case(op, a, types, result));
    }

    private static void of(Op op, String inputs, String result) {
        of(op, Attributes.NONE, inputs, result);
    }

    static List<Case> cases() {
        return CASES;
    }

    static {
        of(Elementwise.ADD, "f32[B, 3]; f32[3]", "f32[B, 3]");
        of(Elementwise.ADD, "f32[B, 1]; f32[1, T]", "f32[B, T]");
        of(Elementwise.ADD, "i64; i64[2, 1, B]", "i64[2, 1, B]");
        of(Elementwise.ADD, "u8[2]; u8", "u8[2]");
        of(Elementwise.ADD, "f32[2*B]; f32[B+B]", "f32[2 * B]");
        of(Elementwise.ADD, "f32[B, 3]; f32[B, 4]", "SIZES sizes differ in `+`: 3 and 4");
        of(Elementwise.ADD, "f32[B, 3]; f32[T, 3]", "SIZES sizes differ in `+`: B and T");
        of(Elementwise.SUB, "f32[B, 3]; f32[B]", "SIZES sizes differ in `-`: 3 and B");
        of(Elementwise.MUL, "f32[2]; f64[2]", "DTYPE element types differ in `*`: f32 and f64");
        of(Elementwise.MUL, "f32; i64", "DTYPE element types differ in `*`: f32 and i64");
        of(Elementwise.ADD, "bool; bool", "DTYPE `+` needs numbers, not bool");
        of(Elementwise.ADD, "f32", "COUNT `add` takes 2 tensors, not 1");
        of(Elementwise.DIV, "i64; i64", "DTYPE `/` needs a floating-point tensor, not i64");
        of(Elementwise.FLOOR_DIV, "i64[B]; i64", "i64[B]");
        of(Elementwise.FLOOR_DIV, "f32[B]; f32", "f32[B]");
        of(Elementwise.MOD, "i32[B]; i32", "i32[B]");
        of(Elementwise.MOD, "f32[B]; f32", "f32[B]");
        of(Elementwise.MOD, "bool; bool", "DTYPE `%` needs numbers, not bool");
        of(Elementwise.POW, "f32[B]; f32", "f32[B]");
        of(Elementwise.POW, "u8; u8", "DTYPE `^` needs larger numbers than u8");
        of(Elementwise.MAXIMUM, "i64[B]; i64", "i64[B]");
        of(Elementwise.MINIMUM, "bool; bool", "DTYPE `min` needs numbers, not bool");
        of(Elementwise.NEG, "i64[B]", "i64[B]");
        of(Elementwise.NEG, "u8", "DTYPE `-` needs larger numbers than u8");
        of(Elementwise.NEG, "bool", "DTYPE `-` needs numbers, not bool");
        of(Elementwise.ABS, "bool", "DTYPE `abs` needs numbers, not bool");
        of(Elementwise.SIGN, "bool", "DTYPE `sign` needs numbers, not bool");
        for (Op op : List.of(
                Elementwise.FLOOR,
                Elementwise.CEIL,
                Elementwise.ROUND,
                Elementwise.EXP,
                Elementwise.LOG,
                Elementwise.SQRT,
                Trigonometry.SIN,
                Trigonometry.COS,
                Trigonometry.TAN,
                Trigonometry.ASIN,
                Trigonometry.ACOS,
                Trigonometry.ACOSH,
                Trigonometry.ASINH,
                Trigonometry.ATANH,
                Trigonometry.ATAN,
                Trigonometry.SINH,
                Trigonometry.COSH,
                Elementwise.TANH,
                Elementwise.SIGMOID,
                Elementwise.SOFTPLUS,
                Elementwise.RELU,
                Elementwise.ERF)) {
            of(op, "f64[B, 2]", "f64[B, 2]");
            of(op, "i64", "DTYPE `" + op + "` needs a floating-point tensor, not i64");
        }
        of(Elementwise.EQUAL, "bool[B]; bool", "bool[B]");
        of(Elementwise.EQUAL, "f32; i64", "DTYPE element types differ in `==`: f32 and i64");
        of(Elementwise.LESS, "f32[B]; f32[3, 1]", "bool[3, B]");
        of(Elementwise.LESS_EQUAL, "f32[2]; f32[3]", "SIZES sizes differ in `<=`: 2 and 3");
        of(Elementwise.GREATER, "bool; bool", "DTYPE `>` needs numbers, not bool");
        of(Elementwise.GREATER_EQUAL, "u8[B]; u8", "bool[B]");
        of(Elementwise.AND, "bool[B]; bool[1]", "bool[B]");
        of(Elementwise.OR, "bool; f32", "DTYPE `or` needs bool tensors");
        of(Elementwise.NOT, "i64", "DTYPE `not` needs bool tensors");
        of(Elementwise.WHERE, "bool[B, 1]; f32; f32[3]", "f32[B, 3]");
        of(Elementwise.WHERE, "f32; f32; f32", "DTYPE the condition of `where` must be bool");
        of(Elementwise.WHERE, "bool; f32; f64", "DTYPE element types differ in `where`: f32 and f64");
        of(Elementwise.IS_FINITE, "f64[B]", "bool[B]");
        of(Elementwise.IS_FINITE, "i64", "DTYPE `is_finite` needs a floating-point tensor, not i64");
        of(Elementwise.CAST, Attributes.of("to", DType.I64), "bool[B]", "i64[B]");
        of(Elementwise.STOP_GRADIENT, "bool[B]", "bool[B]");

        of(Reduction.SUM, axes(1), "f32[B, 3, T]", "f32[B, T]");
        of(Reduction.SUM, axes(0, 2), "i64[B, 3, T]", "i64[3]");
        of(Reduction.SUM, Attributes.of("axes", List.of(0), "keep", true), "f32[B]", "f32[1]");
        of(Reduction.SUM, axes(), "f32[B]", "f32[B]");
        of(Reduction.SUM, axes(0), "bool[B]", "DTYPE `sum` needs numbers, not bool");
        of(Reduction.SUM, axes(0), "u8[B]", "DTYPE `sum` needs larger numbers than u8");
        of(Reduction.SUM, axes(2), "f32[B, 3]", "RANK `sum` on axis 2, but there are 2 axes");
        of(Reduction.SUM, axes(-1), "f32[B]", "RANK `sum` on axis -1, but there is 1 axis");
        of(Reduction.SUM, axes(0), "f32", "RANK `sum` on axis 0, but there are 0 axes");
        of(Reduction.SUM, axes(1, 0), "f32[B, 3]", "ARGUMENT the axes of `sum` must ascend: [1, 0]");
        of(Reduction.SUM_SQUARE, axes(1), "f32[B, 3]", "f32[B]");
        of(Reduction.CUMSUM, Attributes.of("axis", 1), "f32[B, 3]", "f32[B, 3]");
        of(Reduction.CUMSUM, Attributes.of("axis", 2), "f32[B, 3]", "RANK `cumsum` on axis 2, but there are 2 axes");
        of(Reduction.MEAN, axes(0), "i64[B]", "DTYPE `mean` needs a floating-point tensor, not i64");
        of(Reduction.MAX, axes(0), "u8[B, 3]", "u8[3]");
        of(Reduction.MIN, axes(0), "bool[B]", "DTYPE `min` needs numbers, not bool");
        of(Reduction.PROD, Attributes.of("axes", List.of(1), "keep", true), "i64[B, 3]", "i64[B, 1]");
        of(Reduction.PROD, Attributes.of("axes", List.of(0)), "u8[3]", "DTYPE `prod` needs larger numbers than u8");
        of(Reduction.ARGMIN, Attributes.of("axis", 0), "i32[B, 3]", "i64[3]");
        of(Reduction.ARGMIN, Attributes.of("axis", 0), "f32", "RANK `argmin` on axis 0, but there are 0 axes");
        of(OrderOps.TOP_K, Attributes.of("axis", 1, "k", dim("2")), "f32[B, 5]", "f32[B, 2], i64[B, 2]");
        of(OrderOps.TOP_K, Attributes.of("axis", 0, "k", dim("B")), "i64[B]", "i64[B], i64[B]");
        of(
                OrderOps.TOP_K,
                Attributes.of("axis", 0, "k", dim("6")),
                "f32[5]",
                "SIZES the 6 largest of an axis of size 5");
        of(
                OrderOps.TOP_K,
                Attributes.of("axis", 1, "k", dim("1")),
                "f32[5]",
                "RANK `top_k` on axis 1, but there is 1 axis");
        of(
                OrderOps.TOP_K,
                Attributes.of("axis", 0, "k", dim("1")),
                "u8[5]",
                "DTYPE `top_k` needs larger numbers than u8");
        of(OrderOps.TOP_K, Attributes.of("axis", 0, "k", dim("1")), "bool[5]", "DTYPE `top_k` needs numbers, not bool");
        of(Reduction.ARGMAX, Attributes.of("axis", 1), "f32[B, 3, T]", "i64[B, T]");
        of(Reduction.ARGMAX, Attributes.of("axis", 2), "f32[B, 3]", "RANK `argmax` on axis 2, but there are 2 axes");
        of(Reduction.ARGMAX, Attributes.of("axis", 0), "bool[B]", "DTYPE `argmax` needs numbers, not bool");

        of(ChannelOps.SCALE_SHIFT, Attributes.NONE, "f32[B, 3, T]; f32[3]; f32[3]", "f32[B, 3, T]");
        of(ChannelOps.BATCH_NORM, Attributes.of("eps", 0.1), "f32[B, C]; f32[C]; f32[C]", "f32[B, C], f32[C], f32[C]");
        String needsChannels = "RANK `scale_shift` of f32[3]";
        of(ChannelOps.SCALE_SHIFT, Attributes.NONE, "f32[3]; f32[3]; f32[3]", needsChannels);
        String perChannel = "SIZES `scale_shift` of f32[B, 3] takes a number for each channel, f32[3], not f32[4]";
        of(ChannelOps.SCALE_SHIFT, Attributes.NONE, "f32[B, 3]; f32[3]; f32[4]", perChannel);
        of(SoftmaxOps.SOFTMAX, Attributes.of("axis", 1), "f32[B, 3]", "f32[B, 3]");
        of(SoftmaxOps.SOFTMAX, Attributes.of("axis", 1), "f32[B]", "RANK `softmax` on axis 1, but there is 1 axis");
        of(SoftmaxOps.LOG_SOFTMAX, Attributes.of("axis", 0), "f64[B]", "f64[B]");
        String notFloat = "DTYPE `log_softmax` needs a floating-point tensor, not i64";
        of(SoftmaxOps.LOG_SOFTMAX, Attributes.of("axis", 0), "i64[B]", notFloat);

        of(MatrixOps.MATMUL, "f32[B, 3]; f32[3, 4]", "f32[B, 4]");
        of(MatrixOps.MATMUL, "f32[2, B, 3]; f32[3, 4]", "f32[2, B, 4]");
        of(MatrixOps.MATMUL, "f32[2, 1, B, 3]; f32[5, 3, 4]", "f32[2, 5, B, 4]");
        of(MatrixOps.MATMUL, Attributes.of("transA", true, "transB", true), "f32[3, B]; f32[4, 3]", "f32[B, 4]");
        String columns = " columns on the left, ";
        of(MatrixOps.MATMUL, "f32[B, 3]; f32[4, 3]", "SIZES sizes differ in `@`: 3" + columns + "4 rows on the right");
        of(MatrixOps.MATMUL, "f32[2, B, 3]; f32[3, 3, 4]", "SIZES sizes differ in `@`: 2 and 3");
        of(MatrixOps.MATMUL, "f32[3]; f32[3, 4]", "RANK `@` needs at least two axes on both sides");
        of(MatrixOps.MATMUL, "i64[2, 3]; i64[3, 4]", "DTYPE `@` needs a floating-point tensor, not i64");
        of(MatrixOps.MATMUL, "f32[2, 3]; f64[3, 4]", "DTYPE element types differ in `@`: f32 and f64");
        of(MatrixOps.GEMM, "f32[B, 3]; f32[3, 4]; f32[4]", "f32[B, 4]");
        of(MatrixOps.GEMM, "f32[B, 3]; f32[3, 4]; f32[B, 1]", "f32[B, 4]");
        of(MatrixOps.GEMM, "f32[2, 3]; f32[3, 4]; f32[1, 4]", "SIZES `gemm` of [f32[2, 3], f32[3, 4], f32[1, 4]]");
        of(MatrixOps.GEMM, "f32[2, 3]; f32[3, 4]; f32[2]", "SIZES `gemm` of [f32[2, 3], f32[3, 4], f32[2]]");
        of(MatrixOps.GEMM, "f32[2, 3]; f32[3, 4]; f64[4]", "DTYPE element types differ in `gemm`: f32 and f64");

        of(ShapeOps.RESHAPE, to("[6*B]"), "i64[B, 2, 3]", "i64[6 * B]");
        of(ShapeOps.RESHAPE, to("[B, 4]"), "f32[B, 6]", "SIZES `reshape` to [B, 4] has 4 * B elements, not 6 * B");
        of(ShapeOps.SQUEEZE, axes(1), "f32[B, 1, 3]", "f32[B, 3]");
        of(ShapeOps.SQUEEZE, axes(0), "f32[B, 1]", "SIZES `squeeze` removes axes of size 1, but axis 0 has size B");
        of(ShapeOps.SQUEEZE, axes(2), "f32[B, 1]", "RANK `squeeze` on axis 2, but there are 2 axes");
        of(ShapeOps.UNSQUEEZE, axes(0, 2), "bool[B, 3]", "bool[1, B, 1, 3]");
        of(ShapeOps.UNSQUEEZE, axes(2), "f32[B, 3]", "f32[B, 3, 1]");
        of(ShapeOps.UNSQUEEZE, axes(3), "f32[B, 3]", "RANK `unsqueeze` on axis 3, but there are 3 axes");
        of(ShapeOps.TRANSPOSE, perm(2, 0, 1), "f32[B, 3, T]", "f32[T, B, 3]");
        String once = "RANK `transpose` needs each of the 2 axes once, not ";
        of(ShapeOps.TRANSPOSE, perm(0, 0), "f32[B, 3]", once + "[0, 0]");
        of(ShapeOps.TRANSPOSE, perm(0), "f32[B, 3]", once + "[0]");
        of(ShapeOps.BROADCAST_TO, to("[2, B, 3]"), "f32[B, 1]", "f32[2, B, 3]");
        of(ShapeOps.BROADCAST_TO, to("[3]"), "f32[B, 3]", "SIZES [B, 3] does not broadcast to [3]");
        of(ShapeOps.BROADCAST_TO, to("[1]"), "f32[3]", "SIZES [3] does not broadcast to [1]");
        of(ShapeOps.BROADCAST_TO, to("[4]"), "f32[3]", "SIZES sizes differ in `broadcast_to`: 3 and 4");
        of(ShapeOps.CONCAT, axis(0), "f32[B, 3]; f32[2, 3]; f32[B, 3]", "f32[2 * B + 2, 3]");
        of(ShapeOps.CONCAT, axis(1), "f32[B, 3]; f32[T, 3]", "SIZES sizes beside axis 1 differ in `concat`");
        of(ShapeOps.CONCAT, axis(0), "f32[3]; f32[3, 1]", "SIZES sizes beside axis 0 differ in `concat`");
        of(ShapeOps.CONCAT, axis(0), "f32[3]; i64[3]", "DTYPE element types differ in `concat`: f32 and i64");
        of(ShapeOps.CONCAT, axis(1), "f32[3]; f32[3]", "RANK `concat` on axis 1, but there is 1 axis");
        of(ShapeOps.SPLIT, split(1, "2", "B"), "f32[3, B+2]", "f32[3, 2], f32[3, B]");
        of(ShapeOps.SPLIT, split(0, "2", "2"), "f32[5]", "SIZES `split` into [2, 2] of an axis of size 5");
        of(ShapeOps.SPLIT, split(1, "2", "3"), "f32[5]", "RANK `split` on axis 1, but there is 1 axis");

        of(IndexOps.GATHER, "f32[D, 3]; i64[B, T]", "f32[B, T, 3]");
        of(IndexOps.GATHER, "bool[D]; i64", "bool");
        of(IndexOps.GATHER, "f32; i64", "RANK `gather` from a scalar");
        of(IndexOps.GATHER, "f32[3]; f32", "DTYPE indices must be i64, not f32");
        of(IndexOps.GATHER, "f32[3]; i32[2]", "DTYPE indices must be i64, not i32");
        Attributes some = Attributes.of("size", Dim.symbol("T"));
        of(IndexOps.FIRST, some, "f32[B, 9, 2]; i64", "f32[B, T, 2]");
        of(IndexOps.FIRST, some, "f32[B]; i64", "RANK `first` on axis 1, but there is 1 axis");
        of(IndexOps.FIRST, some, "f32[B, 9]; i64[1]", "RANK `first` takes one number of places");
        of(IndexOps.FIRST, some, "f32[B, 9]; f32", "DTYPE indices must be i64, not f32");
        of(IndexOps.GATHER, axis(1), "f32[D, 5, 3]; i64[B, T]", "f32[D, B, T, 3]");
        of(IndexOps.GATHER, axis(1), "f32[D]; i64", "RANK `gather` on axis 1, but there is 1 axis");
        of(IndexOps.GATHER_ALONG, axis(1), "f32[B, 5]; i64[B, 2]", "f32[B, 2]");
        of(IndexOps.GATHER_ALONG, axis(1), "f32[B, 5]; i64[B]", "SIZES indices of shape [B] along axis 1 of [B, 5]");
        of(IndexOps.GATHER_ALONG, axis(0), "f32[5]; f32[5]", "DTYPE indices must be i64, not f32");
        Attributes along = Attributes.of("axis", 1, "shape", shape("[B, 5]"));
        of(IndexOps.SCATTER_ADD_ALONG, along, "i64[B, 2]; f32[B, 2]", "f32[B, 5]");
        of(
                IndexOps.SCATTER_ADD_ALONG,
                along,
                "i64[B, 2]; f32[B, 3]",
                "SIZES `scatter_add_along` takes an index for each element");
        of(IndexOps.SCATTER_ADD, to("[5, 3]"), "i64[B]; f32[B, 3]", "f32[5, 3]");
        String rows = "SIZES `scatter_add` to [5, 3] takes rows of shape ";
        of(IndexOps.SCATTER_ADD, to("[5, 3]"), "i64[B]; f32[B, 4]", rows + "[B, 3], not [B, 4]");
        of(IndexOps.SCATTER_ADD, to("[5, 3]"), "i64; f32[B, 3]", rows + "[3], not [B, 3]");
        of(IndexOps.SCATTER_ADD, to("[5]"), "i32[B]; f32[B]", "DTYPE indices must be i64, not i32");

        of(Constants.CONSTANT, Attributes.of("value", Tensor.scalar(DType.I64, 3)), "", "i64");
        of(Constants.DIM, Attributes.of("dim", dim("2*B")), "", "i64");
        of(Constants.IOTA, Attributes.of("size", dim("2*B")), "", "i64[2 * B]");
        of(
                Constants.FILL,
                Attributes.of("value", Tensor.scalar(DType.BOOL, 1), "shape", shape("[B, 2]")),
                "",
                "bool[B, 2]");
        Attributes random = Attributes.of("stream", "s", "shape", shape("[B, 2]"));
        of(RandomOps.RANDOM_UNIFORM, random, "i64; i64; i64", "f32[B, 2]");
        of(RandomOps.RANDOM_UNIFORM, random, "i64; i64; i64; i64", "f32[B, 2]");
        of(RandomOps.RANDOM_UNIFORM, random, "i64; i64", "COUNT `random_uniform` takes 3 or more tensors, not 2");
        of(RandomOps.RANDOM_UNIFORM, random, "i64; f32; i64", "DTYPE the key of `random_uniform` is of i64 scalars");
        of(RandomOps.RANDOM_UNIFORM, random, "i64[1]; i64; i64", "DTYPE the key of `random_uniform` is of i64 scalars");
        of(ControlOps.LOOP, "i64", "COUNT `loop` takes 2 or more tensors, not 1");
        String x = "f32[T, B, 2]; ";
        of(RecurrentOps.RNN, x + "f32[2, 3]; f32[3, 3]; f32[3]; f32[B, 3]", "f32[T, B, 3], f32[B, 3]");
        of(RecurrentOps.GRU, x + "f32[2, 9]; f32[3, 9]; f32[9]; f32[3]; f32[B, 3]", "f32[T, B, 3], f32[B, 3]");
        of(
                RecurrentOps.LSTM,
                Attributes.of("lengths", true),
                x + "f32[2, 12]; f32[3, 12]; f32[12]; f32[B, 3]; f32[B, 3]; i64[B]",
                "f32[T, B, 3], f32[B, 3], f32[B, 3]");
        of(
                RecurrentOps.RNN,
                x + "f32[4, 3]; f32[3, 3]; f32[3]; f32[B, 3]",
                "SIZES `rnn` takes [f32[T, B, 2], f32[2, 3], f32[3, 3], f32[3], f32[B, 3]] instead of "
                        + "[f32[T, B, 2], f32[4, 3], f32[3, 3], f32[3], f32[B, 3]]");
        of(ScanOps.SCAN, "", "COUNT `scan` takes 1 or more tensors, not 0");
        CASES.addAll(WindowTypeCases.all());
        CASES.addAll(PointTypeCases.all());
        CASES.addAll(ConvolutionTypeCases.all());
    }

    private static Attributes axes(Integer... axes) {
        return Attributes.of("axes", Arrays.asList(axes));
    }

    private static Attributes axis(int axis) {
        return Attributes.of("axis", axis);
    }

    private static Attributes perm(Integer... perm) {
        return Attributes.of("perm", Arrays.asList(perm));
    }

    private static Attributes to(String shape) {
        return Attributes.of("shape", shape(shape));
    }

    private static Attributes split(int axis, String... sizes) {
        return Attributes.of(
                "axis", axis, "sizes", Arrays.stream(sizes).map(OpSample::dim).toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void typeIsInferredOrTheErrorSaysWhy(Case c) {
        assertEquals(c.result, result(c));
    }

    private static String result(Case c) {
        try {
            return c.op.infer(c.inputs, c.attributes, List.of()).stream()
                    .map(TensorType::toString)
                    .collect(Collectors.joining(", "));
        } catch (OpTypeException e) {
            return e.kind() + " " + e.title();
        }
    }

    @Test
    void everyOperatorHasACase() {
        for (Op op : Ops.all()) {
            assertTrue(op == ControlOps.BRANCH || CASES.stream().anyMatch(c -> c.op == op), () -> "no case of " + op);
        }
    }

    @Test
    void errorsLabelTheInputsThatDisagreeAndSayWhatHelps() {
        List<TensorType> in = List.of(type("f32[B, 3]"), type("f32[4]"));
        OpTypeException e =
                assertThrows(OpTypeException.class, () -> Elementwise.ADD.infer(in, Attributes.NONE, List.of()));
        assertEquals(Map.of(0, "f32[B, 3]", 1, "f32[4]"), e.inputLabels());
        assertEquals(
                "axes are aligned from the right; two sizes must be the same or one of them the literal 1", e.help());
    }

    @Test
    void convertingTheIntegerIsProposedWhereAFloatMeetsOne() {
        for (List<String> pair : List.of(List.of("f32", "i64"), List.of("i64", "f32"))) {
            List<TensorType> in = pair.stream().map(OpSample::type).toList();
            OpTypeException e =
                    assertThrows(OpTypeException.class, () -> Elementwise.ADD.infer(in, Attributes.NONE, List.of()));
            assertEquals("convert one of them with `cast(…, f32)`", e.help());
        }
    }

    /** Only the compiler makes bodies, so what is wrong with them is an internal error. */
    @Test
    void bodyOfALoopMustFitWhatIsCarried() {
        GraphBuilder b = new GraphBuilder("g");
        Value turns = b.input("turns", type("i64"));
        Value start = b.input("start", type("bool"));
        Value x = b.input("x", type("f32[B]"));
        assertEquals(List.of(type("f32[B]")), loop(b, turns, start, x, "f32[B]", "f32[B]"));
        assertThrows(IllegalStateException.class, () -> loop(b, turns, start, x, "f32[B]", "f32"));
        assertThrows(IllegalStateException.class, () -> loop(b, turns, start, x, "f32", "f32"));
        assertThrows(IllegalStateException.class, () -> loop(b, start, start, x, "f32[B]", "f32[B]"));
        assertThrows(IllegalStateException.class, () -> loop(b, turns, turns, x, "f32[B]", "f32[B]"));
    }

    private static List<TensorType> loop(
            GraphBuilder b, Value turns, Value start, Value x, String takes, String gives) {
        GraphBuilder body = b.region("body");
        body.input("turn", type("i64"));
        Value go = body.input("go", type("bool"));
        Value carried = body.input("x", type(takes));
        Value next = type(gives).equals(type(takes)) ? carried : Constants.scalar(body, DType.F32, 0);
        Graph g = body.build(OpSample.ports(List.of(go, next)));
        return ControlOps.loop(b, Dim.symbol("K"), List.of(turns, start, x), g).stream()
                .map(Value::type)
                .toList();
    }

    @Test
    void branchesMustAgreeInType() {
        GraphBuilder b = new GraphBuilder("g");
        Value x = b.input("x", type("f32[B]"));
        Value condition = b.input("c", type("bool"));
        Graph vector = b.region("vector").build(OpSample.ports(List.of(x)));
        GraphBuilder inner = b.region("scalar");
        Graph scalar = inner.build(OpSample.ports(List.of(Constants.scalar(inner, DType.F32, 0))));
        assertEquals(
                x.type(), ControlOps.branch(b, condition, vector, vector).get(0).type());
        assertThrows(IllegalStateException.class, () -> ControlOps.branch(b, condition, vector, scalar));
        assertThrows(
                IllegalStateException.class,
                () -> b.addWithRegions(
                        ControlOps.BRANCH,
                        Attributes.NONE,
                        List.of(x),
                        List.of(new Region(vector), new Region(vector))));
    }
}
