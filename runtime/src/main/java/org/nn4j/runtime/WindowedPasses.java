package org.nn4j.runtime;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.data.BlockOrder;
import org.nn4j.runtime.data.Dataset;
import org.nn4j.runtime.error.InternalException;
import org.nn4j.runtime.reader.RowSource;
import org.nn4j.runtime.session.Graph;

/**
 * Passes over rows of which a window is in memory at a time; while it goes through the graphs, a thread reads the next.
 * An epoch puts blocks of rows together to windows and shuffles each in itself. Where a window holds all training
 * rows, that is the order of rows in memory.
 */
final class WindowedPasses implements Passes {

    /** Blocks of a window: more mix rows better, fewer are read faster. */
    private static final int BLOCKS = 16;

    private final RowSource.Windowed source;
    private final int batch;
    private final long seed;
    private final Graph[] graphs;
    private final int window;
    private final ExecutorService reader;
    private @Nullable NativeData any;

    WindowedPasses(RowSource.Windowed source, int batch, long seed, Graph... graphs) {
        this.source = source;
        this.batch = batch;
        this.seed = seed;
        this.graphs = graphs;
        // Only the last window may leave a smaller batch at its end.
        this.window = Math.max(1, source.window() / batch) * batch;
        this.reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "nn4j-window");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The rows of a window, and the order in which they go through. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Window(NativeData data, int[] rows) {}

    /** How a window's rows are ordered. */
    private interface Order {
        int[] of(Dataset rows, int number);
    }

    @Override
    public Pass over(int[] rows) {
        return new Windows(BlockOrder.unchanged(rows), rows.length, rows.length, (data, number) -> all(data));
    }

    @Override
    public Pass epoch(int[] train, long epoch, long most) {
        BlockOrder blocks = train.length <= window
                ? BlockOrder.unchanged(train)
                : BlockOrder.shuffled(train, Math.max(1, window / BLOCKS), seed, ~epoch);
        return new Windows(blocks, train.length, most, (data, number) -> {
            long stream = epoch + ((long) number << 32);
            int[] rows = source.order(data).epoch(all(data), batch, seed, stream);
            long left = most - (long) number * window;
            return left < rows.length ? Arrays.copyOf(rows, (int) left) : rows;
        });
    }

    /** Has rows read by the one thread that reads. */
    private CompletableFuture<Window> read(Supplier<int[]> rows, Function<Dataset, int[]> order) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Dataset data = source.read(rows.get());
                    return new Window(new NativeData(data, graphs), order.apply(data));
                },
                reader);
    }

    private static Window arrived(CompletableFuture<Window> window) {
        try {
            return window.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known
                    ? known
                    : new InternalException("a window of the data could not be read", e.getCause());
        }
    }

    private static int[] all(Dataset data) {
        return IntStream.range(0, data.rows()).toArray();
    }

    @Override
    public NativeData any() {
        if (any == null) {
            any = arrived(read(() -> new int[] {0}, WindowedPasses::all)).data();
        }
        return any;
    }

    @Override
    public void close() {
        reader.shutdown();
        boolean interrupted = false;
        while (!reader.isTerminated()) {
            try {
                reader.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (any != null) {
            any.close();
        }
        source.close();
    }

    private final class Windows implements Pass {

        private final BlockOrder rows;
        private final int count;
        private final long most;
        private final Order order;
        private int begun;
        private @Nullable CompletableFuture<Window> coming;
        private @Nullable Window now;

        Windows(BlockOrder rows, int count, long most, Order order) {
            this.rows = rows;
            this.count = count;
            this.most = most;
            this.order = order;
            this.coming = read();
        }

        /** Begins to read the next window; null when there is none. */
        private @Nullable CompletableFuture<Window> read() {
            int number = begun++;
            long from = (long) number * window;
            if (from >= Math.min(count, most)) {
                return null;
            }
            int to = (int) Math.min(count, from + window);
            return WindowedPasses.this.read(() -> rows.stretch((int) from, to), data -> order.of(data, number));
        }

        @Override
        public boolean next() {
            release();
            if (coming == null) {
                return false;
            }
            now = arrived(coming);
            coming = read();
            return true;
        }

        private Window now() {
            if (now == null) {
                throw new IllegalStateException("between two windows");
            }
            return now;
        }

        @Override
        public NativeData data() {
            return now().data();
        }

        @Override
        public int[] rows() {
            return now().rows();
        }

        private void release() {
            if (now != null) {
                now.data().close();
                now = null;
            }
        }

        @Override
        public void close() {
            release();
            if (coming != null) {
                var unused = coming.thenAccept(window -> window.data().close());
                coming = null;
            }
        }
    }
}
