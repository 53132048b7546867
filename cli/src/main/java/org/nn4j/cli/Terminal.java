package org.nn4j.cli;

import picocli.CommandLine.Help.Ansi;

/** Whether someone is watching. */
final class Terminal {

    private Terminal() {}

    /**
     * Whether output goes to a terminal that understands colours and where a line can be written over. Picocli asks the
     * environment (NO_COLOR, TERM) and knows how to ask newer versions of Java.
     */
    static boolean interactive() {
        return Ansi.AUTO.enabled();
    }
}
