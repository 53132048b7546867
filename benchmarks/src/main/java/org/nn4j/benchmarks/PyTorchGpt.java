package org.nn4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The network of the sample {@code gpt.nn} in PyTorch's operations: learned positions, two pre-norm blocks of width 128
 * with four causal heads, GELU, and the table of the tokens once more for the logits.
 */
final class PyTorchGpt {

    static final int CONTEXT = 64;
    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int DEPTH = 2;
    private static final int WIDER = 4;
    private static final float EPSILON = 1e-5f;

    private final int vocabulary;
    private final NDArray mask;

    PyTorchGpt(int vocabulary, NDManager manager) {
        this.vocabulary = vocabulary;
        NDArray places = manager.arange(CONTEXT);
        mask = places.reshape(CONTEXT, 1)
                .lt(places.reshape(1, CONTEXT))
                .toType(DataType.FLOAT32, false)
                .mul(-1e30f);
    }

    /**
     * First weights, in the order in which the network uses them: tables normal with standard deviation 0.02, matrices
     * uniform after Glorot, biases 0, scales 1.
     */
    List<NDArray> firstWeights(NDManager manager) {
        var weights = new ArrayList<NDArray>();
        weights.add(manager.randomNormal(0, 0.02f, new Shape(vocabulary, WIDTH), DataType.FLOAT32));
        weights.add(manager.randomNormal(0, 0.02f, new Shape(CONTEXT, WIDTH), DataType.FLOAT32));
        for (int i = 0; i < DEPTH; i++) {
            addNorm(weights, manager);
            for (int projection = 0; projection < 4; projection++) {
                addDense(weights, manager, WIDTH, WIDTH);
            }
            addNorm(weights, manager);
            addDense(weights, manager, WIDTH, WIDER * WIDTH);
            addDense(weights, manager, WIDER * WIDTH, WIDTH);
        }
        addNorm(weights, manager);
        return weights;
    }

    private static void addNorm(List<NDArray> weights, NDManager manager) {
        weights.add(manager.ones(new Shape(WIDTH)));
        weights.add(manager.zeros(new Shape(WIDTH)));
    }

    private static void addDense(List<NDArray> weights, NDManager manager, int in, int out) {
        float limit = (float) Math.sqrt(6.0 / (in + out));
        weights.add(manager.randomUniform(-limit, limit, new Shape(in, out)));
        weights.add(manager.zeros(new Shape(out)));
    }

    /** From tokens, i64[batch, context], to logits, f32[batch * context, vocabulary]. */
    NDArray logits(NDArray tokens, List<NDArray> weights) {
        Iterator<NDArray> next = weights.iterator();
        NDArray table = next.next();
        NDArray x =
                Embedding.embedding(tokens, table, SparseFormat.DENSE).head().add(next.next());
        for (int i = 0; i < DEPTH; i++) {
            NDArray normed = norm(x, next);
            NDArray q = heads(dense(normed, next));
            NDArray k = heads(dense(normed, next));
            NDArray v = heads(dense(normed, next));
            x = x.add(dense(attention(q, k, v), next));
            NDArray wide = Activation.gelu(dense(norm(x, next), next));
            x = x.add(dense(wide, next));
        }
        return norm(x, next).matMul(table.transpose()).reshape(-1, vocabulary);
    }

    private static NDArray norm(NDArray x, Iterator<NDArray> next) {
        return LayerNorm.layerNorm(x, new Shape(WIDTH), next.next(), next.next(), EPSILON)
                .head();
    }

    private static NDArray dense(NDArray x, Iterator<NDArray> next) {
        return x.matMul(next.next()).add(next.next());
    }

    private static NDArray heads(NDArray x) {
        return x.reshape(-1, CONTEXT, HEADS, WIDTH / HEADS).transpose(0, 2, 1, 3);
    }

    private NDArray attention(NDArray q, NDArray k, NDArray v) {
        NDArray scores = q.matMul(k.transpose(0, 1, 3, 2))
                .mul((float) (1 / Math.sqrt((double) WIDTH / HEADS)))
                .add(mask);
        return scores.softmax(-1).matMul(v).transpose(0, 2, 1, 3).reshape(-1, CONTEXT, WIDTH);
    }
}
