package org.nn4j.runtime.serving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.Predictions;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Port;

/**
 * Answers requests that come while others are being answered together: in one run, whose cost hardly depends on the
 * number of rows. Nobody waits for company, and there is no thread for it: one that asks takes what has come by then,
 * runs it, and goes on with its own answer. A second run starts beside the first where enough requests wait.
 */
final class MicroBatches {

    /** Requests that must wait for a run to start beside others: fewer are answered at less cost by the next run. */
    private static final int COMPANY = 8;

    /**
     * How long a thread that waits gives way to others before it sleeps. To wake it takes longer than a run of a small
     * network, which will be done by then; where a run takes longer, waking it no longer matters.
     */
    private static final long AWAKE_NANOS = 100_000;

    /** Answers inputs of any number of rows. */
    interface Predictor {
        Predictions predict(Map<String, Tensor> inputs);
    }

    private final Predictor predictor;
    private final List<String> names;
    private final int mostRows;
    private final int mostRuns = Runtime.getRuntime().availableProcessors();
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * Batches requests.
     *
     * @param inputs of the model, all with a row for each row of a request
     * @param mostRows rows of a run; a request of more is a run of its own
     */
    MicroBatches(List<Port> inputs, int mostRows, Predictor predictor) {
        this.names = inputs.stream().map(Port::name).toList();
        this.mostRows = mostRows;
        this.predictor = predictor;
    }

    private static final class Request {
        final Map<String, Tensor> inputs;
        final int rows;
        final Thread thread = Thread.currentThread();

        /** The answer to all requests of the run. */
        @Nullable
        Predictions answers;
        /** The first row of it that is this request's; -1 where it has no other. */
        int from = -1;

        @Nullable
        Throwable fault;
        /** Written last: what was written before is seen by who reads it. */
        volatile boolean done;

        volatile boolean asleep;

        Request(Map<String, Tensor> inputs, int rows) {
            this.inputs = inputs;
            this.rows = rows;
        }

        Predictions answer() {
            if (fault instanceof RuntimeException e) {
                throw e;
            }
            if (fault instanceof Error e) {
                throw e;
            }
            if (answers == null) {
                throw new IllegalStateException("no answer and no fault");
            }
            return from < 0 ? answers : answers.rows(from, from + rows);
        }

        void complete() {
            done = true;
            wake();
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Answers a request, of inputs that the model takes. */
    @SuppressWarnings("ThreadPriorityCheck") // A hint: who is not given the processor sleeps soon.
    Predictions predict(Map<String, Tensor> inputs, int rows) {
        var mine = new Request(inputs, rows);
        waiting.add(mine);
        queued.incrementAndGet();
        boolean interrupted = false;
        for (long start = 0; !mine.done; ) {
            if (leads()) {
                run();
            } else if (start == 0) {
                start = System.nanoTime();
            } else if (System.nanoTime() - start < AWAKE_NANOS) {
                Thread.yield();
            } else {
                sleep(mine);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.answer();
    }

    /** Whether this thread is to run what waits: it must then. */
    private boolean leads() {
        int now = runs.get();
        return (now == 0 || (now < mostRuns && queued.get() >= COMPANY)) && runs.compareAndSet(now, now + 1);
    }

    /** Sleeps until the answer is there, or nobody else would make it. */
    private void sleep(Request mine) {
        mine.asleep = true;
        // Whoever answers it, or ends the last run, looks at asleep afterwards.
        if (!mine.done && runs.get() > 0) {
            LockSupport.park(this);
        }
        mine.asleep = false;
    }

    private void run() {
        try {
            answer(together());
        } finally {
            runs.decrementAndGet();
            Request next = waiting.peek();
            if (next != null) {
                next.wake();
            }
        }
    }

    /** The first requests that wait, as many as make a run. */
    private List<Request> together() {
        var taken = new ArrayList<Request>();
        int rows = 0;
        // No other run may take one between the look and the removal.
        synchronized (waiting) {
            for (Request next = waiting.peek();
                    next != null && (taken.isEmpty() || (rows + next.rows <= mostRows && fits(taken.get(0), next)));
                    next = waiting.peek()) {
                taken.add(waiting.remove());
                rows += next.rows;
            }
        }
        queued.addAndGet(-taken.size());
        return taken;
    }

    /** Whether the rows of two requests are of one shape. */
    private boolean fits(Request first, Request next) {
        for (String name : names) {
            long[] one = tensor(first, name).shape();
            long[] other = tensor(next, name).shape();
            for (int i = 1; i < one.length; i++) {
                if (one[i] != other[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Tensor tensor(Request request, String name) {
        Tensor tensor = request.inputs.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no input " + name);
        }
        return tensor;
    }

    private void answer(List<Request> requests) {
        if (requests.size() > 1) {
            try {
                Predictions answers = predictor.predict(concatenated(requests));
                int from = 0;
                for (Request request : requests) {
                    request.answers = answers;
                    request.from = from;
                    from += request.rows;
                }
                requests.forEach(Request::complete);
                return;
            } catch (RuntimeException | Error e) {
                // One of them may be to blame: then only it shall fail.
            }
        }
        requests.forEach(this::alone);
    }

    private void alone(Request request) {
        try {
            request.answers = predictor.predict(request.inputs);
        } catch (RuntimeException | Error e) {
            request.fault = e;
        }
        request.complete();
    }

    private Map<String, Tensor> concatenated(List<Request> requests) {
        int rows = requests.stream().mapToInt(request -> request.rows).sum();
        var inputs = new HashMap<String, Tensor>();
        for (String name : names) {
            Tensor first = tensor(requests.get(0), name);
            long[] shape = first.shape();
            shape[0] = rows;
            Tensor all = Tensor.room(first.dtype(), shape);
            var to = all.bytes();
            requests.forEach(request -> to.put(tensor(request, name).bytes()));
            inputs.put(name, all);
        }
        return inputs;
    }
}
