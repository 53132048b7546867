package org.nn4j.compiler.assemble;

import static org.nn4j.compiler.op.Elementwise.div;
import static org.nn4j.compiler.op.Elementwise.mul;

import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Reduction;

/**
 * A batch's loss.
 *
 * @param loss of each row, or a scalar that counts for every row
 * @param weights of the rows
 * @param weightedSum the sum over rows of weight times loss
 * @param weightSum the sum of the weights
 */
record Loss(Value loss, Value weights, Value weightedSum, Value weightSum) {

    static Loss of(GraphBuilder b, Value loss, Value weights) {
        Value weightSum = Reduction.sumAll(b, weights);
        Value weightedSum = loss.rank() == 0 ? mul(b, loss, weightSum) : Reduction.sumAll(b, mul(b, loss, weights));
        return new Loss(loss, weights, weightedSum, weightSum);
    }

    /** The gradient of the weighted mean with respect to {@link #loss}. */
    Value seedOfMean(GraphBuilder b) {
        return loss.rank() == 0 ? Constants.scalarLike(b, loss, 1) : div(b, weights, weightSum);
    }

    /** The gradient of {@link #weightedSum} with respect to {@link #loss}. */
    Value seedOfSum() {
        return loss.rank() == 0 ? weightSum : weights;
    }
}
