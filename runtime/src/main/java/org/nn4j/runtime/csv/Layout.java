package org.nn4j.runtime.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.CsvSpec;
import org.nn4j.runtime.format.CsvSpec.Missing;
import org.nn4j.runtime.format.Feed;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Recipe;
import org.nn4j.runtime.format.Source;

/** Which column of a file goes to which feeds and targets of a recipe. */
final class Layout {

    /** A use of a column: where its cells go. */
    record Use(Gather gather, int position) {}

    private final Header header;
    private final Recipe recipe;
    private final @Nullable Learned learned;
    private final List<Gather> gathers = new ArrayList<>();
    private final List<List<Use>> uses;
    private @Nullable WeightGather weights;

    /**
     * Lays out the columns.
     *
     * @param learned what training learned; null in training itself
     * @param targets whether the targets are read too
     */
    Layout(Header header, Recipe recipe, @Nullable Learned learned, boolean targets) {
        this.header = header;
        this.recipe = recipe;
        this.learned = learned;
        this.uses = Stream.generate(() -> (List<Use>) new ArrayList<Use>())
                .limit(header.size())
                .toList();
        if (targets) {
            recipe.targets().forEach(target -> add(target, true));
        }
        recipe.feeds().forEach(feed -> add(feed, false));
        CsvSpec spec = (CsvSpec) recipe.data();
        if (targets && spec.weights() != null) {
            weights = new WeightGather(spec.weights(), spec.decimal());
            place(weights);
        }
    }

    /** The feeds and targets. */
    List<Gather> gathers() {
        return gathers;
    }

    /** The weights of the rows; null where all weigh 1, or where nothing is weighed. */
    @Nullable
    WeightGather weights() {
        return weights;
    }

    /** The uses of each column, in file order; a column without any is not read. */
    List<List<Use>> uses() {
        return uses;
    }

    private void add(Feed feed, boolean target) {
        if (feed.source() instanceof Source.Lengths) {
            return; // They are those of the sequences that another feed takes of the column.
        }
        Gather gather = gather(feed, target);
        gathers.add(gather);
        place(gather);
    }

    private void place(Gather gather) {
        for (int position = 0; position < gather.columns().size(); position++) {
            uses.get(header.require(gather.columns().get(position))).add(new Use(gather, position));
        }
    }

    private Gather gather(Feed feed, boolean target) {
        if (feed.dtype() != DType.F32 && feed.dtype() != DType.I64) {
            throw new InternalException("the recipe wants " + feed + " of a CSV file, which gives f32 and i64", null);
        }
        Source source = feed.source();
        CsvSpec spec = (CsvSpec) recipe.data();
        char decimal = spec.decimal();
        if (source instanceof Source.Category category) {
            List<String> names =
                    learned == null ? category.names() : learned.names().get(feed.name());
            if (learned != null && names == null) {
                names = category.names();
            }
            return new NameGather(feed, target, category.column(), names, category.unknown());
        }
        if (source instanceof Source.Sequence sequence) {
            return sequence.of() == Source.Sequence.Of.NUMBERS
                    ? new NumbersGather(feed, sequence, decimal)
                    : new TokensGather(feed, sequence);
        }
        if (source instanceof Source.Date date) {
            return new DateGather(feed, target, date);
        }
        List<String> columns = source instanceof Source.Columns several ? columns(feed, several) : columnsOf(source);
        checkWidth(feed, columns);
        if (feed.dtype() == DType.I64) {
            return new IntegerGather(feed, target, columns, decimal, wholeFill(spec));
        }
        return new NumberGather(feed, target, columns, decimal);
    }

    private static double wholeFill(CsvSpec data) {
        double value = data.missing().value();
        return data.missing().rule() == Missing.Rule.VALUE && value == Math.rint(value) ? value : Double.NaN;
    }

    private List<String> columns(Feed feed, Source.Columns source) {
        if (learned != null && learned.columns().containsKey(feed.name())) {
            return learned.columns().get(feed.name());
        }
        if (source.only() != null) {
            return source.only();
        }
        source.except().forEach(header::require);
        String weight = ((CsvSpec) recipe.data()).weights();
        Set<String> targets = recipe.targets().stream()
                .flatMap(target -> columnsOf(target.source()).stream())
                .collect(Collectors.toSet());
        return header.names().stream()
                .filter(name -> !source.except().contains(name) && !targets.contains(name) && !name.equals(weight))
                .toList();
    }

    /** The columns that a source names. */
    private static List<String> columnsOf(Source source) {
        if (source instanceof Source.Columns columns) {
            return columns.only() == null ? List.of() : columns.only();
        }
        if (source instanceof Source.Window window) {
            return window.columns();
        }
        return List.of(source.column());
    }

    private void checkWidth(Feed feed, List<String> columns) {
        if (columns.isEmpty() || (feed.width() >= 0 && feed.width() != columns.size())) {
            throw new UserException(
                    header.place(),
                    feed + " takes " + Quote.count(feed.width() < 0 ? 1 : feed.width(), "column") + ", the file gives "
                            + columns.size() + (columns.isEmpty() ? "" : ": " + Quote.names(columns)),
                    "Name the columns that belong to " + Quote.text(feed.name())
                            + ", leave others out with except, or change its shape.");
        }
    }
}
