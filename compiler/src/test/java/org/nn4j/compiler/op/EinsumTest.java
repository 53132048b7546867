package org.nn4j.compiler.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.reference.NdArray;
import org.nn4j.compiler.reference.ReferenceEvaluator;

/** Einsum against its definition: loops over all labels. */
final class EinsumTest {

    private static final Map<Character, Integer> SIZES = Map.of('a', 2, 'b', 3, 'c', 4, 'd', 1, 'e', 5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab,bc->ac",
                "ab->ba",
                "ab->",
                "aa->",
                "aa->a",
                "aab->b",
                "a,b->ab",
                "a,a->",
                "ab,ab->a",
                "abc,cb->a",
                "cab,cbe->cae",
                "abc,bd,ce->ade",
                "ab,cb,b->ac",
                "ad,da->a",
                "aba,b->a",
                "abcde->ca",
                "b,b,b->b",
                "ab,->ab",
                "abc,abc->",
                "ab,ac,ae->bce"
            })
    void sumsTheProductOverAllLabelsThatTheResultLacks(String equation) {
        check(equation);
    }

    @Test
    void randomEquations() {
        Random random = new Random(5);
        for (int turn = 0; turn < 200; turn++) {
            List<String> operands = new ArrayList<>();
            Set<Character> known = new LinkedHashSet<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                StringBuilder operand = new StringBuilder();
                for (int k = 0; k < random.nextInt(4); k++) {
                    operand.append("abcde".charAt(random.nextInt(5)));
                }
                operands.add(operand.toString());
                operand.chars().forEach(c -> known.add((char) c));
            }
            StringBuilder result = new StringBuilder();
            known.stream().filter(c -> random.nextBoolean()).forEach(result::append);
            check(String.join(",", operands) + "->" + result.reverse());
        }
    }

    private static void check(String equation) {
        String[] sides = equation.split("->", -1);
        List<List<Character>> labels =
                Arrays.stream(sides[0].split(",", -1)).map(EinsumTest::chars).toList();
        List<Character> result = chars(sides[1]);
        GraphBuilder b = new GraphBuilder("g");
        List<Value> values = new ArrayList<>();
        Map<String, NdArray> in = new LinkedHashMap<>();
        Random random = new Random(equation.hashCode());
        for (List<Character> operand : labels) {
            String name = "x" + values.size();
            // Sizes that types do not know are found at run time.
            Shape shape = new Shape(operand.stream()
                    .map(c -> c == 'a' ? Dim.symbol("A") : Dim.of(size(c)))
                    .toList());
            values.add(b.input(name, new TensorType(DType.F64, shape)));
            in.put(
                    name,
                    NdArray.generate(
                            DType.F64,
                            operand.stream().mapToInt(EinsumTest::size).toArray(),
                            i -> 1 + random.nextInt(9)));
        }
        Graph g = b.build(List.of(new Graph.Port("y", Einsum.of(b, values, labels, result))));
        NdArray y = Objects.requireNonNull(ReferenceEvaluator.evaluate(g, in).get("y"));
        NdArray expected = sum(List.copyOf(in.values()), labels, result);
        assertArrayEquals(expected.sizes(), y.sizes(), equation);
        assertArrayEquals(expected.elements(), y.elements(), equation);
    }

    private static NdArray sum(List<NdArray> operands, List<List<Character>> labels, List<Character> result) {
        Set<Character> distinct = new LinkedHashSet<>(result);
        labels.forEach(distinct::addAll);
        List<Character> all = List.copyOf(distinct);
        int[] sizes = result.stream().mapToInt(EinsumTest::size).toArray();
        double[] sums = new double[NdArray.count(sizes)];
        NdArray.forEachIndex(all.stream().mapToInt(EinsumTest::size).toArray(), i -> {
            double product = 1;
            for (int k = 0; k < operands.size(); k++) {
                product *= operands.get(k).at(chosen(i, all, labels.get(k)));
            }
            sums[NdArray.place(chosen(i, all, result), sizes)] += product;
        });
        return NdArray.of(DType.F64, sizes, sums);
    }

    private static int[] chosen(int[] index, List<Character> all, List<Character> labels) {
        return labels.stream().mapToInt(c -> index[all.indexOf(c)]).toArray();
    }

    private static int size(char c) {
        return Objects.requireNonNull(SIZES.get(c));
    }

    private static List<Character> chars(String s) {
        return s.chars().mapToObj(c -> (char) c).toList();
    }
}
