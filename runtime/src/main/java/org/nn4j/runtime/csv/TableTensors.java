package org.nn4j.runtime.csv;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.data.RowOrder;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Dim;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;

/** The tensors of a table's rows, made with what training has learned. */
final class TableTensors {

    /** Behind the name of a feed of sequences: the tensor of their lengths. */
    private static final String LENGTHS = ".lengths";

    private TableTensors() {}

    /**
     * In which order an epoch goes through rows: those of similar length together, where they have lengths.
     *
     * @param rows the tensors of the rows
     */
    static RowOrder order(List<Gather> gathers, Dataset rows) {
        return gathers.stream()
                .filter(SequenceGather.class::isInstance)
                .findFirst()
                .map(gather -> RowOrder.bucketed(
                        rows.column(gather.feed().name() + LENGTHS).toLongs()))
                .orElse(RowOrder.shuffled());
    }

    /**
     * The tensors.
     *
     * @throws UserException if a row has a name or token that is not known
     */
    static Dataset of(CsvTable table, Recipe recipe, Learned learned) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, Tensor> lengths = new LinkedHashMap<>();
        for (Gather gather : table.gathers()) {
            String feed = gather.feed().name();
            if (gather instanceof SequenceGather sequences) {
                Tensor each = Tensor.of(sequences.lengths());
                tensors.put(feed, padded(table, sequences, learned));
                tensors.put(feed + LENGTHS, each);
                lengths.put(gather.columns().get(0), each);
            } else {
                tensors.put(feed, toTensor(table, gather, learned));
            }
        }
        for (Feed feed : recipe.feeds()) {
            if (feed.source() instanceof Source.Lengths source) {
                tensors.put(feed.name(), Objects.requireNonNull(lengths.get(source.column())));
            }
        }
        Dataset rows = Dataset.of(tensors);
        return table.weights() == null ? rows : rows.weighted(table.weights().tensor());
    }

    private static Tensor padded(CsvTable table, SequenceGather sequences, Learned learned) {
        if (sequences instanceof TokensGather tokens) {
            tokens.index(learned.names().getOrDefault(tokens.feed().name(), List.of()), table);
        }
        int longest = (int) Arrays.stream(sequences.lengths()).max().orElse(0);
        return sequences.padded(Tensor.zeros(sequences.feed().dtype(), sequences.rows(), longest), longest);
    }

    private static Tensor toTensor(CsvTable table, Gather gather, Learned learned) {
        Feed feed = gather.feed();
        long[] shape = shape(feed, gather);
        if (gather instanceof NumberGather numbers) {
            return numbers.tensor(learned.fills().get(feed.name()), shape);
        }
        if (gather instanceof IntegerGather integers) {
            return integers.tensor(shape);
        }
        if (gather instanceof DateGather dates) {
            return dates.tensor(shape);
        }
        NameGather category = (NameGather) gather;
        List<String> list = learned.names().getOrDefault(feed.name(), category.names());
        int outside = category.hasUnknown() ? -1 : category.firstOutside(list);
        if (outside >= 0) {
            Place place = table.place(outside).column(category.columns().get(0));
            throw new UserException(
                    place,
                    Quote.text(category.name(outside)) + " stands in no training row",
                    "Names are learned from the training rows, which have " + Quote.names(list)
                            + ": name all categories in the recipe, or say split = \"stratified\".");
        }
        return category.tensor(list, shape);
    }

    /** The shape of the declaration, its symbols replaced; the declared number of values was checked before. */
    private static long[] shape(Feed feed, Gather gather) {
        if (feed.width() < 0) {
            return new long[] {gather.rows(), gather.columns().size()};
        }
        List<Dim> row = feed.row();
        long[] shape = new long[1 + row.size()];
        shape[0] = gather.rows();
        for (int i = 1; i < shape.length; i++) {
            shape[i] = row.get(i - 1).size();
        }
        return shape;
    }
}
