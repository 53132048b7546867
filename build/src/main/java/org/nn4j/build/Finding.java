package org.nn4j.build;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.nn4j.compiler.diagnostic.Diagnostic;
import org.nn4j.compiler.source.Span;

/**
 * An error or a warning in a program.
 *
 * @param program the file that was compiled
 * @param diagnostic what is wrong, in the program or in a module that it imports
 */
public record Finding(Path program, Diagnostic diagnostic) {

    /** The file it is in, or the program where it is in a jar or in no file. */
    public Path file() {
        return isInFile() ? named() : program;
    }

    /** The line in {@link #file()}, from 1; 0 where it is not in it. */
    public int line() {
        return isInFile() ? span().line() : 0;
    }

    /** The column in {@link #file()}, from 1; 0 where it is not in it. */
    public int column() {
        return isInFile() ? span().column() : 0;
    }

    /** In one line. */
    public String message() {
        String text = diagnostic.code().id() + ": " + diagnostic.title();
        text += isInFile() ? "" : " (" + span() + ")";
        text += diagnostic.cause() == null ? "" : ". " + diagnostic.cause();
        return text + (diagnostic.help() == null ? "" : ". Help: " + diagnostic.help());
    }

    private boolean isInFile() {
        try {
            return Files.isRegularFile(named());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A module beside the program goes by a relative name. */
    private Path named() {
        return program.resolveSibling(span().file().name());
    }

    private Span span() {
        return diagnostic.span();
    }
}
