package org.nn4j.runtime.error;

import org.jspecify.annotations.Nullable;

/**
 * A mistake that the user can mend: a file, its data, or an argument. The message names the place, says what is wrong
 * and what to do; the parts are also there one by one, for programs that lay them out themselves.
 */
public non-sealed class UserException extends NnException {

    private final Place place;
    private final String problem;
    private final String help;

    /** The problem and the help are sentences without the final full stop of the problem. */
    public UserException(Place place, String problem, String help) {
        this(place, problem, help, null);
    }

    /** As above, with the exception that revealed the mistake. */
    public UserException(Place place, String problem, String help, @Nullable Throwable cause) {
        super(message(place, problem, help), cause);
        this.place = place;
        this.problem = problem;
        this.help = help;
    }

    private static String message(Place place, String problem, String help) {
        String where = place.toString();
        return (where.isEmpty() ? "" : where + ": ") + problem + (help.isEmpty() ? "." : ". " + help);
    }

    /** Where it is; {@link Place#NOWHERE} for a wrong argument. */
    public Place place() {
        return place;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** What to do about it; empty when the problem says it all. */
    public String help() {
        return help;
    }
}
