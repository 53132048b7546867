package org.nn4j.build;

/**
 * The name of a model in a project.
 *
 * @param packageName the package of its program; may be empty
 * @param simple its name in the program
 */
public record ModelName(String packageName, String simple) {

    /**
     * The name of its class. It names the model's folder too: as names of modules have no dots in their folders, it
     * is never the folder of programs.
     */
    public String qualified() {
        return packageName.isEmpty() ? simple : packageName + "." + simple;
    }

    /** Whether somebody who writes this means the model, with or without the package. */
    public boolean is(String written) {
        return written.equals(simple) || written.equals(qualified());
    }

    @Override
    public String toString() {
        return qualified();
    }
}
