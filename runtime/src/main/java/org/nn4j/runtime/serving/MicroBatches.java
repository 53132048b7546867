package org.nn4j.runtime.serving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.Predictions;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Port;

/**
 * Answers requests that come while others are being answered together: in one run, whose cost hardly depends on the
 * number of rows. Nobody waits for company. One of the threads that ask leads: it takes what has come by then, runs
 * it, and hands the lead to the next one that waits when its own answer is among them.
 */
final class MicroBatches {

    /** Answers inputs of any number of rows. */
    interface Predictor {
        Predictions predict(Map<String, Tensor> inputs);
    }

    private final Predictor predictor;
    private final List<String> names;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private boolean led;

    /**
     * Batches requests.
     *
     * @param inputs of the model, all with a row for each row of a request
     * @param most rows of a run; a request of more is a run of its own
     */
    MicroBatches(List<Port> inputs, int most, Predictor predictor) {
        this.names = inputs.stream().map(Port::name).toList();
        this.most = most;
        this.predictor = predictor;
    }

    private static final class Request {
        final Map<String, Tensor> inputs;
        final int rows;
        final Thread thread = Thread.currentThread();

        @Nullable
        Predictions answer;

        @Nullable
        RuntimeException fault;
        /** Written last: what was written before is seen by who reads it. */
        volatile boolean done;

        volatile boolean leads;

        Request(Map<String, Tensor> inputs, int rows) {
            this.inputs = inputs;
            this.rows = rows;
        }

        Predictions answer() {
            if (fault != null) {
                throw fault;
            }
            if (answer == null) {
                throw new IllegalStateException("no answer and no fault");
            }
            return answer;
        }
    }

    /** Answers a request, of inputs that the model takes. */
    Predictions predict(Map<String, Tensor> inputs, int rows) {
        var mine = new Request(inputs, rows);
        enter(mine);
        while (!mine.done) {
            if (mine.leads) {
                answer(together());
                if (mine.done) {
                    handOn();
                }
            } else {
                LockSupport.park(this);
            }
        }
        return mine.answer();
    }

    private void enter(Request request) {
        lock.lock();
        try {
            waiting.add(request);
            request.leads = !led;
            led = true;
        } finally {
            lock.unlock();
        }
    }

    /** The first requests that wait, as many as make a run. */
    private List<Request> together() {
        lock.lock();
        try {
            var taken = new ArrayList<Request>();
            int rows = 0;
            for (Request next = waiting.peek();
                    next != null && (taken.isEmpty() || (rows + next.rows <= most && fits(taken.get(0), next)));
                    next = waiting.peek()) {
                taken.add(waiting.remove());
                rows += next.rows;
            }
            return taken;
        } finally {
            lock.unlock();
        }
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
        if (requests.size() == 1) {
            alone(requests.get(0));
            return;
        }
        try {
            Predictions all = predictor.predict(concatenated(requests));
            int from = 0;
            for (Request request : requests) {
                request.answer = all.rows(from, from + request.rows);
                from += request.rows;
                complete(request);
            }
        } catch (RuntimeException e) {
            // One of them may be to blame: then only it shall fail.
            requests.stream().filter(request -> !request.done).forEach(this::alone);
        }
    }

    private void alone(Request request) {
        try {
            request.answer = predictor.predict(request.inputs);
        } catch (RuntimeException e) {
            request.fault = e;
        }
        complete(request);
    }

    private static void complete(Request request) {
        request.done = true;
        if (request.thread != Thread.currentThread()) {
            LockSupport.unpark(request.thread);
        }
    }

    private Map<String, Tensor> concatenated(List<Request> requests) {
        int rows = requests.stream().mapToInt(request -> request.rows).sum();
        var inputs = new HashMap<String, Tensor>();
        for (String name : names) {
            Tensor first = tensor(requests.get(0), name);
            long[] shape = first.shape();
            shape[0] = rows;
            Tensor all = Tensor.zeros(first.dtype(), shape);
            var to = all.bytes();
            requests.forEach(request -> to.put(tensor(request, name).bytes()));
            inputs.put(name, all);
        }
        return inputs;
    }

    /** Lets the next one that waits lead. */
    private void handOn() {
        lock.lock();
        try {
            Request next = waiting.peek();
            led = next != null;
            if (next != null) {
                next.leads = true;
                LockSupport.unpark(next.thread);
            }
        } finally {
            lock.unlock();
        }
    }
}
