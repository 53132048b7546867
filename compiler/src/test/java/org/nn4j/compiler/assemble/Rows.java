package org.nn4j.compiler.assemble;

import java.util.Random;
import java.util.stream.LongStream;

/** Data to train on: features from a normal distribution and a target that depends on them. */
final class Rows {

    final int count;
    final int features;
    final float[] x;
    final float[] y;
    final float[] weights;

    Rows(int count, int features, boolean binary) {
        this.count = count;
        this.features = features;
        x = new float[count * features];
        y = new float[count];
        weights = new float[count];
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            double sum = 0.3;
            for (int j = 0; j < features; j++) {
                x[i * features + j] = (float) random.nextGaussian();
                sum += x[i * features + j] * (j % 3 - 0.7);
            }
            y[i] = (float) (binary ? (sum > 0 ? 1 : 0) : sum);
            weights[i] = 0.5f + random.nextFloat();
        }
    }

    Rows into(Folder f) {
        f.data.put("data.x", Nd.f32(Nd.shape(count, features), x));
        f.data.put("data.y", Nd.f32(Nd.shape(count), y));
        f.data.put("weights", Nd.f32(Nd.shape(count), weights));
        return this;
    }

    /** Batches of rows, one after the other and over again; from batch {@code first}. */
    Nd batches(int first, int batches, int size) {
        long from = (long) first * size;
        return Nd.i64(
                Nd.shape(batches, size),
                LongStream.range(from, from + (long) batches * size)
                        .map(i -> i * 7 % count)
                        .toArray());
    }
}
