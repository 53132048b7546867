package org.nn4j.benchmarks;

import java.util.List;

/** What is done to a row before the network sees it: (x - shift) / divisor, column by column. */
final class Scaling {

    private static final double EPSILON = 1e-6;

    private final double[] shift;
    private final double[] divisor;

    private Scaling(double[] shift, double[] divisor) {
        this.shift = shift;
        this.divisor = divisor;
    }

    static Scaling of(ParityRecipe.Scale scale, LabelledRows rows, List<Integer> train) {
        int columns = rows.columns();
        double[] shift = new double[columns];
        double[] divisor = new double[columns];
        for (int i = 0; i < columns; i++) {
            int column = i;
            switch (scale) {
                case SIXTEENTHS -> divisor[i] = 16;
                case STANDARDIZE -> {
                    double mean = train.stream()
                            .mapToDouble(row -> rows.features().get(row).get(column))
                            .average()
                            .orElseThrow();
                    double variance = train.stream()
                            .mapToDouble(row -> rows.features().get(row).get(column) - mean)
                            .map(difference -> difference * difference)
                            .average()
                            .orElseThrow();
                    shift[i] = mean;
                    divisor[i] = Math.sqrt(variance) + EPSILON;
                }
            }
        }
        return new Scaling(shift, divisor);
    }

    /** The chosen rows, one after the other. */
    float[] apply(LabelledRows rows, List<Integer> chosen) {
        int columns = shift.length;
        float[] values = new float[chosen.size() * columns];
        for (int i = 0; i < chosen.size(); i++) {
            List<Float> row = rows.features().get(chosen.get(i));
            for (int column = 0; column < columns; column++) {
                values[i * columns + column] = (float) ((row.get(column) - shift[column]) / divisor[column]);
            }
        }
        return values;
    }
}
