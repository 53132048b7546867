package org.nn4j.benchmarks.step;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;

/** The workloads' networks in DJL, of its own blocks where it has them; their results are logits. */
final class PyTorchNets {

    private PyTorchNets() {}

    /** The network; {@code manager} keeps its constants. */
    static Block of(Workload workload, NDManager manager) {
        return switch (workload) {
            case DENSE -> dense();
            case CNN -> cnn();
            case LSTM10, LSTM100 -> lstm();
            case TRANSFORMER -> new PyTorchTransformer(workload, manager);
            case SEPARABLE -> separable();
        };
    }

    private static Linear linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    private static Block dense() {
        return new SequentialBlock()
                .add(linear(2048))
                .add(Activation::relu)
                .add(linear(2048))
                .add(Activation::relu)
                .add(linear(10));
    }

    private static Block cnn() {
        var net = new SequentialBlock();
        for (int channels : new int[] {32, 64}) {
            net.add(Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .setFilters(channels)
                            .build())
                    .add(Activation::relu)
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        return net.add(Blocks.batchFlattenBlock())
                .add(linear(64))
                .add(Activation::relu)
                .add(linear(10));
    }

    private static Block lstm() {
        return new SequentialBlock()
                .add(LSTM.builder()
                        .setStateSize(100)
                        .setNumLayers(1)
                        .optBatchFirst(true)
                        .build())
                .add(list -> new NDList(list.head().get(new NDIndex(":, -1, :"))))
                .add(linear(50))
                .add(Activation::relu)
                .add(linear(2));
    }

    private static Block separable() {
        var net = new SequentialBlock();
        addConvolution(net, 32, 3, 1, 1);
        int before = 32;
        int[][] blocks = {{64, 1}, {128, 2}, {128, 2}};
        for (int[] block : blocks) {
            addConvolution(net, before, 3, block[1], before);
            addConvolution(net, block[0], 1, 1, 1);
            before = block[0];
        }
        return net.add(Pool.globalAvgPool2dBlock()).add(linear(10));
    }

    private static void addConvolution(SequentialBlock net, int channels, int kernel, int stride, int groups) {
        net.add(Conv2d.builder()
                        .setKernelShape(new Shape(kernel, kernel))
                        .setFilters(channels)
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(kernel / 2, kernel / 2))
                        .optGroups(groups)
                        .optBias(false)
                        .build())
                .add(BatchNorm.builder().build())
                .add(Activation::relu);
    }
}
