package org.nn4j.compiler.reference;

import static org.nn4j.compiler.reference.Meanings.one;
import static org.nn4j.compiler.reference.Meanings.several;

import java.util.Arrays;
import java.util.List;
import org.nn4j.compiler.op.ChannelOps;

/** What the operators on channels do. */
final class ChannelMeanings {

    private ChannelMeanings() {}

    static void enter() {
        one(ChannelOps.SCALE_SHIFT, (n, in, s) -> scaleShift(in.get(0), in.get(1), in.get(2)));
        several(ChannelOps.BATCH_NORM, (n, in, s) -> {
            NdArray x = in.get(0);
            NdArray scale = in.get(1);
            int channels = scale.size(0);
            double[] sums = new double[channels];
            double[] squares = new double[channels];
            double count = (double) x.count() / channels;
            NdArray.generate(x.dtype(), x.sizes(), i -> sums[i[1]] += x.at(i));
            // The mean of nothing is no number.
            Arrays.setAll(sums, i -> sums[i] / count);
            NdArray.generate(x.dtype(), x.sizes(), i -> squares[i[1]] += Math.pow(x.at(i) - sums[i[1]], 2));
            Arrays.setAll(squares, i -> squares[i] / count);
            NdArray mean = NdArray.generate(x.dtype(), scale.sizes(), i -> sums[i[0]]);
            NdArray var = NdArray.generate(x.dtype(), scale.sizes(), i -> squares[i[0]]);
            double eps = n.attributes().number("eps");
            NdArray factor =
                    NdArray.generate(x.dtype(), scale.sizes(), i -> scale.at(i) / Math.sqrt(squares[i[0]] + eps));
            NdArray shift =
                    NdArray.generate(x.dtype(), scale.sizes(), i -> in.get(2).at(i) - sums[i[0]] * factor.at(i));
            return List.of(scaleShift(x, factor, shift), mean, var);
        });
    }

    private static NdArray scaleShift(NdArray x, NdArray scale, NdArray shift) {
        return NdArray.generate(
                x.dtype(), x.sizes(), i -> x.at(i) * scale.at(new int[] {i[1]}) + shift.at(new int[] {i[1]}));
    }
}
