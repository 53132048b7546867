package org.nn4j.compiler.reference;

import static org.nn4j.compiler.reference.Meanings.one;
import static org.nn4j.compiler.reference.Meanings.several;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Tensor;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.RandomOps;
import org.nn4j.compiler.op.ScanOps;

/** What the operators do that need more than their inputs: sizes, keys, bodies. */
final class GraphMeanings {

    private GraphMeanings() {}

    static void enter() {
        one(Constants.CONSTANT, (n, in, s) -> {
            Tensor t = n.attributes().tensor("value");
            return NdArray.of(t.dtype(), s.sizes(t.shape()), t.elements());
        });
        one(
                Constants.DIM,
                (n, in, s) -> NdArray.scalar(
                        n.output().dtype(), (double) s.size(n.attributes().dim("dim"))));
        one(
                Constants.IOTA,
                (n, in, s) -> NdArray.generate(
                        n.output().dtype(),
                        new int[] {(int) s.size(n.attributes().dim("size"))},
                        i -> i[0]));
        one(
                Constants.FILL,
                (n, in, s) -> NdArray.generate(
                        n.output().dtype(),
                        s.sizes(n.attributes().shape("shape")),
                        i -> n.attributes().tensor("value").scalarValue()));

        one(RandomOps.RANDOM_UNIFORM, (n, in, s) -> {
            int[] sizes = s.sizes(n.attributes().shape("shape"));
            long key = nextKey(0x548C9DECBCE65297L, fnv1a(n.attributes().string("stream")));
            key = nextKey(key, (long) in.get(0).value());
            for (NdArray turn : in.subList(3, in.size())) {
                key = nextKey(key, (long) turn.value());
            }
            long row = sizes.length == 0 ? 0 : NdArray.count(Sizes.without(sizes, List.of(0)));
            long first = ((long) in.get(1).value() << 32) + ((long) in.get(2).value()) * row;
            double[] uniform = new double[NdArray.count(sizes)];
            for (int i = 0; i < uniform.length; i++) {
                long random = squares(4, first + i, key) >>> 32;
                uniform[i] = Math.min((float) random * 0x1p-32f, Math.nextDown(1f));
            }
            return NdArray.of(n.output().dtype(), sizes, uniform);
        });

        several(ControlOps.LOOP, GraphMeanings::loop);
        several(ScanOps.SCAN, GraphMeanings::scan);
        several(
                ControlOps.BRANCH,
                (n, in, s) ->
                        s.call(n.regions().get(in.get(0).value() != 0 ? 0 : 1).body(), List.of()));
    }

    private static List<NdArray> loop(Node n, List<NdArray> in, Meanings.Scope s) {
        Graph body = n.regions().get(0).body();
        int carriedCount = in.size() - 2;
        NdArray go = in.get(1);
        List<NdArray> carried = in.subList(2, in.size());
        List<List<NdArray>> stacks = new ArrayList<>();
        for (int i = carriedCount; i < n.outputs().size(); i++) {
            stacks.add(new ArrayList<>());
        }
        for (int turn = 0; turn < in.get(0).value() && go.value() != 0; turn++) {
            List<NdArray> arguments =
                    new ArrayList<>(List.of(NdArray.scalar(in.get(0).dtype(), turn), go));
            arguments.addAll(carried);
            List<NdArray> out = s.call(body, arguments);
            go = out.get(0);
            carried = out.subList(1, 1 + carriedCount);
            for (int i = 0; i < stacks.size(); i++) {
                stacks.get(i).add(out.get(1 + carriedCount + i));
            }
        }
        List<NdArray> results = new ArrayList<>(carried);
        for (int i = 0; i < stacks.size(); i++) {
            results.add(stacked(
                    stacks.get(i),
                    body.outputs().get(1 + carriedCount + i).value().type(),
                    s));
        }
        return results;
    }

    private static List<NdArray> scan(Node n, List<NdArray> in, Meanings.Scope s) {
        Graph body = n.regions().get(0).body();
        int carries = n.attributes().integer("carries");
        int length = (int) s.size(n.attributes().dim("length"));
        List<NdArray> carried = in.subList(0, carries);
        List<NdArray[]> yields = new ArrayList<>();
        for (int i = carries; i < n.outputs().size(); i++) {
            yields.add(new NdArray[length]);
        }
        for (int step = 0; step < length; step++) {
            int t = n.attributes().flag("reverse") ? length - 1 - step : step;
            List<NdArray> arguments = new ArrayList<>(carried);
            in.subList(carries, in.size()).forEach(x -> arguments.add(row(x, t)));
            List<NdArray> out = s.call(body, arguments);
            carried = out.subList(0, carries);
            for (int i = 0; i < yields.size(); i++) {
                yields.get(i)[t] = out.get(carries + i);
            }
        }
        List<NdArray> results = new ArrayList<>(carried);
        for (int i = 0; i < yields.size(); i++) {
            results.add(stacked(
                    List.of(yields.get(i)),
                    body.outputs().get(carries + i).value().type(),
                    s));
        }
        return results;
    }

    private static NdArray row(NdArray x, int t) {
        return NdArray.generate(x.dtype(), Sizes.without(x.sizes(), List.of(0)), at -> {
            int[] place = Sizes.joined(new int[] {t}, at);
            return x.at(place);
        });
    }

    /** Arrays of one type, one after the other. */
    private static NdArray stacked(List<NdArray> rows, TensorType type, Meanings.Scope s) {
        int[] sizes = rows.isEmpty() ? s.sizes(type.shape()) : rows.get(0).sizes();
        return NdArray.generate(
                type.dtype(),
                Sizes.inserted(sizes, 0, rows.size()),
                at -> rows.get(at[0]).at(Arrays.copyOfRange(at, 1, at.length)));
    }

    private static long nextKey(long key, long word) {
        return 2 * (squares(4, word, key) ^ (squares(5, word, key) >>> 32)) + 1;
    }

    /** Rounds of Widynski's generator: x² + y and x² + z in turn, with the halves swapped in between. */
    private static long squares(int rounds, long counter, long key) {
        long x = counter * key;
        long[] added = {x, x + key};
        for (int i = 0; i < rounds; i++) {
            x = x * x + added[i % 2];
            if (i < rounds - 1) {
                x = (x >>> 32) | (x << 32);
            }
        }
        return x;
    }

    private static long fnv1a(String text) {
        long h = 0xCBF29CE484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ Byte.toUnsignedInt(b)) * 0x100000001B3L;
        }
        return h;
    }
}
