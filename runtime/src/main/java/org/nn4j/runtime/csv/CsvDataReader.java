package org.nn4j.runtime.csv;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.Splits;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;
import org.nn4j.runtime.reader.DataReader;
import org.nn4j.runtime.reader.RecipeData;
import org.nn4j.runtime.reader.RowSource;

/** Reads CSV files, whose first line names the columns. */
public final class CsvDataReader implements DataReader {

    /** For the service loader. */
    public CsvDataReader() {}

    @Override
    public String kind() {
        return "csv";
    }

    @Override
    public RecipeData forTraining(Path path, Recipe recipe, long seed) {
        return forTraining(CsvFiles.of(path), recipe, seed);
    }

    @Override
    public RecipeData ofRecipe(Path base, Recipe recipe, long seed) {
        return forTraining(CsvFiles.of(base, (CsvSpec) recipe.data()), recipe, seed);
    }

    private static RecipeData forTraining(CsvFiles files, Recipe recipe, long seed) {
        CsvSpec spec = (CsvSpec) recipe.data();
        Function<Header, Layout> toLayout = header -> new Layout(header, recipe, null, true);
        if (isInMemory(recipe)) {
            CsvTable table = CsvRows.read(files.all(), spec, Purpose.TRAINING, toLayout);
            Splits splits = CsvSplits.of(table, files, recipe, seed);
            Learned learned = Learning.from(table, recipe, splits.train());
            Dataset rows = TableTensors.of(table, recipe, learned);
            return new RecipeData(rows, splits, TableTensors.order(table.gathers(), rows), learned);
        }
        RowsOnDisk rows = CsvRows.store(files.all(), spec, Purpose.TRAINING, toLayout);
        try {
            Splits splits = CsvSplits.of(rows, files, recipe, seed);
            Learned learned = Learning.from(rows, recipe, splits.train());
            return new RecipeData(RowsInWindows.of(rows, recipe, learned), splits, learned);
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public RowSource rowsForEvaluation(Path file, Recipe recipe, Learned learned) {
        return isInMemory(recipe)
                ? DataReader.super.rowsForEvaluation(file, recipe, learned)
                : inWindows(file, recipe, learned, Purpose.EVALUATION);
    }

    @Override
    public RowSource rowsForPrediction(Path file, Recipe recipe, Learned learned) {
        return isInMemory(recipe)
                ? DataReader.super.rowsForPrediction(file, recipe, learned)
                : inWindows(file, recipe, learned, Purpose.PREDICTION);
    }

    private static boolean isInMemory(Recipe recipe) {
        return ((CsvSpec) recipe.data()).stream() == 0;
    }

    private static RowSource inWindows(Path file, Recipe recipe, Learned learned, Purpose purpose) {
        RowsOnDisk rows = CsvRows.store(
                CsvFiles.matching(file),
                (CsvSpec) recipe.data(),
                purpose,
                header -> new Layout(header, recipe, learned, purpose == Purpose.EVALUATION));
        return RowsInWindows.of(rows, recipe, learned);
    }

    @Override
    public Dataset forEvaluation(Path file, Recipe recipe, Learned learned) {
        return read(file, recipe, learned, Purpose.EVALUATION);
    }

    @Override
    public Dataset forPrediction(Path file, Recipe recipe, Learned learned) {
        return read(file, recipe, learned, Purpose.PREDICTION);
    }

    private static Dataset read(Path file, Recipe recipe, Learned learned, Purpose purpose) {
        boolean targets = purpose == Purpose.EVALUATION;
        CsvSpec spec = (CsvSpec) recipe.data();
        CsvTable table = CsvRows.read(
                CsvFiles.matching(file), spec, purpose, header -> new Layout(header, recipe, learned, targets));
        Dataset rows = TableTensors.of(table, recipe, learned);
        return targets || recipe.window() == 0 ? rows : lastWindows(table.place(), recipe, rows);
    }

    /** The windows behind which the series has not gone on yet: what they predict is not in the file. */
    private static Dataset lastWindows(Place place, Recipe recipe, Dataset series) {
        var windows = new LinkedHashMap<String, Tensor>();
        for (Feed feed : recipe.feeds()) {
            int window = ((Source.Window) feed.source()).window();
            if (series.rows() < window) {
                throw new UserException(
                        place,
                        "there are " + Quote.count(series.rows(), "row") + ", the model predicts from " + window,
                        "Give the last " + window + " rows before what is to be predicted.");
            }
            Tensor last = series.column(feed.name()).rows(series.rows() - window, series.rows());
            long[] shape = LongStream.concat(LongStream.of(1), LongStream.of(last.shape()))
                    .toArray();
            windows.put(feed.name(), last.reshape(shape));
        }
        return Dataset.of(windows);
    }
}
