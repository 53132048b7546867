package org.nn4j.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.elaborate.Reference;

/** What a shell offers where files would be of no use. */
final class Completions {

    private Completions() {}

    /** Shells that the script is for. */
    static final class Shells implements Iterable<String> {

        static final List<String> ALL = List.of("bash", "zsh");

        @Override
        public Iterator<String> iterator() {
            return ALL.iterator();
        }
    }

    /** Devices, of which there may be more. */
    static final class Devices implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("cpu", "cuda").iterator();
        }
    }

    /** Codes of errors. */
    static final class Codes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Code.values()).map(Code::id).iterator();
        }
    }

    /** Names of the library and of the compiler's functions, and modules. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Reference.names().iterator();
        }
    }
}
