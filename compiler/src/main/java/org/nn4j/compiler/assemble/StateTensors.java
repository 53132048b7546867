package org.nn4j.compiler.assemble;

/** Names of the tensors that are kept between runs. */
final class StateTensors {

    static final String PARAMETERS = "params";
    static final String STEP = "step";
    static final String SEED = "seed";
    static final String STATE = "state.";
    static final String FITTED = "fitted.";

    private StateTensors() {}
}
