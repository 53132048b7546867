package org.nn4j.runtime;

import ai.onnxruntime.OnnxTensor;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.session.State;

/** The state of a training: that of the last update, and that of the best epoch. It owns both. */
final class Trained implements AutoCloseable {

    private State state;
    private @Nullable State best;

    Trained(State state) {
        this.state = state;
    }

    /** The current state. */
    State state() {
        return state;
    }

    /** Takes over the tensors that an update has given. */
    void advance(Map<String, OnnxTensor> newer) {
        State next = state.with(newer);
        state.closeExcept(next, best);
        state = next;
    }

    /** Starts anew. What there was goes first, so that the new state takes its place in memory. */
    void restart(Supplier<State> fresh) {
        close();
        best = null;
        state = new State(Map.of());
        state = fresh.get();
    }

    /** Remembers the current state as the best one. It costs memory, but no copy: states do not change. */
    void keepAsBest() {
        if (best != null) {
            best.closeExcept(state);
        }
        best = state;
    }

    /** Goes back to the best state, if there is one. */
    void restoreBest() {
        if (best != null) {
            state.closeExcept(best);
            state = best;
        }
    }

    @Override
    public void close() {
        if (best != null) {
            best.closeExcept(state);
        }
        state.closeExcept();
    }
}
