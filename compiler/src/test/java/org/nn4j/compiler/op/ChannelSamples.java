package org.nn4j.compiler.op;

import static org.nn4j.compiler.op.OpSample.in;

import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.ir.Attributes;

/** Samples of the operators on channels. */
final class ChannelSamples {

    private ChannelSamples() {}

    static List<OpSample> all() {
        List<OpSample> all = new ArrayList<>();
        add(all, "B, 3", 3);
        add(all, "2, 3, T", 3);
        add(all, "B, 1, 4", 1);
        add(all, "B, 2, 3, T", 2);
        return all;
    }

    private static void add(List<OpSample> all, String shape, int channels) {
        OpSample.Input x = in("f64[" + shape + "]");
        OpSample.Input channel = in("f64[" + channels + "]");
        all.add(OpSample.of(ChannelOps.SCALE_SHIFT, Attributes.NONE, x, channel, channel));
        all.add(OpSample.of(ChannelOps.BATCH_NORM, Attributes.of("eps", 0.25), x, channel, channel));
    }
}
