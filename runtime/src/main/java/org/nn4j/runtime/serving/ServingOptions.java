package org.nn4j.runtime.serving;

import org.nn4j.runtime.session.Device;

/**
 * How a model answers requests.
 *
 * @param device what it runs on
 * @param warmUpRows rows of the requests made up before the first real one; 0 for none
 * @param batchRows rows of several requests that are answered in one run at most; 0 to answer each by itself
 */
public record ServingOptions(Device device, int warmUpRows, int batchRows) {

    /** On the CPU, warmed up by requests of a row, each answered by itself. */
    public static final ServingOptions DEFAULT = new ServingOptions(Device.CPU, 1, 0);

    /** Checks the numbers. */
    public ServingOptions {
        if (warmUpRows < 0 || batchRows < 0) {
            throw new IllegalArgumentException("rows are 0 or more, not " + Math.min(warmUpRows, batchRows));
        }
    }

    /** The same on another device. */
    public ServingOptions on(Device other) {
        return new ServingOptions(other, warmUpRows, batchRows);
    }

    /** The same with other requests before the first real one. */
    public ServingOptions warmedUpBy(int rows) {
        return new ServingOptions(device, rows, batchRows);
    }

    /** The same with requests that come at one time answered together, up to so many rows. */
    public ServingOptions batchingUpTo(int rows) {
        return new ServingOptions(device, warmUpRows, rows);
    }
}
