package org.nn4j.runtime.csv;

import java.util.List;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Source;

/** The weight of each row. */
final class WeightGather extends FloatGather {

    private final char decimal;

    WeightGather(String column, char decimal) {
        super(
                new Feed("weights", DType.F32, List.of(Dim.symbol("B")), new Source.Column(column)),
                true,
                List.of(column));
        this.decimal = decimal;
    }

    @Override
    Cell take(int position, char[] text, int from, int to) {
        if (from == to) {
            return Cell.EMPTY;
        }
        float value = (float) DecimalNumber.parse(text, from, to, decimal);
        set(position, value);
        return Float.isFinite(value) && value >= 0 ? Cell.TAKEN : Cell.WRONG;
    }

    @Override
    boolean fillsEmptyCells() {
        return false;
    }

    @Override
    String wanted() {
        return "a weight, a finite number from 0 on";
    }

    /** The weights of all rows, {@code f32[rows]}. */
    Tensor tensor() {
        return tensor(rows());
    }
}
