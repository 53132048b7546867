package org.nn4j.benchmarks.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pre-norm decoder as GPT-2 has it: learned positions, one product for queries, keys and values, GELU, and a last
 * normalisation before the logits.
 */
final class PyTorchTransformer extends AbstractBlock {

    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int LAYERS = 2;

    /** One layer's parts. */
    private record Layer(Block norm1, Block qkv, Block out, Block norm2, Block up, Block down) {}

    private final int context;
    private final int tokens;
    private final Parameter tokenTable;
    private final Parameter positions;
    private final List<Layer> layers = new ArrayList<>();
    private final Block lastNorm;
    private final Block head;

    private final NDArray mask;

    PyTorchTransformer(Workload workload, NDManager manager) {
        context = workload.features();
        tokens = workload.classes();
        tokenTable = table("tokens", tokens);
        positions = table("positions", context);
        for (int i = 0; i < LAYERS; i++) {
            layers.add(new Layer(
                    norm("norm1." + i),
                    linear("qkv." + i, 3 * WIDTH),
                    linear("out." + i, WIDTH),
                    norm("norm2." + i),
                    linear("up." + i, 4 * WIDTH),
                    linear("down." + i, WIDTH)));
        }
        lastNorm = norm("norm");
        head = linear("head", tokens);
        NDArray places = manager.arange(context);
        mask = places.reshape(context, 1)
                .lt(places.reshape(1, context))
                .toType(DataType.FLOAT32, false)
                .mul(-1e9f);
    }

    private Parameter table(String name, int rows) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(rows, WIDTH))
                .build());
    }

    private Block norm(String name) {
        return addChildBlock(name, LayerNorm.builder().axis(2).build());
    }

    private Block linear(String name, int units) {
        return addChildBlock(name, Linear.builder().setUnits(units).build());
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        var narrow = new Shape(inputs[0].get(0), context, WIDTH);
        var wide = new Shape(inputs[0].get(0), context, 4 * WIDTH);
        for (Layer layer : layers) {
            for (Block block : List.of(layer.norm1, layer.qkv, layer.out, layer.norm2, layer.up)) {
                block.initialize(manager, type, narrow);
            }
            layer.down.initialize(manager, type, wide);
        }
        lastNorm.initialize(manager, type, narrow);
        head.initialize(manager, type, narrow);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0) * context, tokens)};
    }

    /** From tokens, i64[batch, context], to logits, f32[batch * context, tokens]. */
    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDArray in = inputs.head();
        Device device = in.getDevice();
        NDArray table = store.getValue(tokenTable, device, training);
        NDArray x = Embedding.embedding(in, table, SparseFormat.DENSE)
                .head()
                .add(store.getValue(positions, device, training));
        for (Layer layer : layers) {
            NDArray mixed = attention(call(store, layer.qkv, call(store, layer.norm1, x, training), training));
            x = x.add(call(store, layer.out, mixed, training));
            NDArray up = call(store, layer.up, call(store, layer.norm2, x, training), training);
            x = x.add(call(store, layer.down, Activation.gelu(up), training));
        }
        NDArray logits = call(store, head, call(store, lastNorm, x, training), training);
        return new NDList(logits.reshape(-1, tokens));
    }

    private NDArray attention(NDArray projected) {
        long batch = projected.getShape().get(0);
        int width = WIDTH / HEADS;
        NDArray qkv = projected.reshape(batch, context, 3, HEADS, width).transpose(2, 0, 3, 1, 4);
        NDArray scores = qkv.get(0)
                .matMul(qkv.get(1).transpose(0, 1, 3, 2))
                .mul((float) (1 / Math.sqrt(width)))
                .add(mask);
        return scores.softmax(-1).matMul(qkv.get(2)).transpose(0, 2, 1, 3).reshape(batch, context, WIDTH);
    }

    private static NDArray call(ParameterStore store, Block block, NDArray x, boolean training) {
        return block.forward(store, new NDList(x), training).head();
    }
}
