package org.nn4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.nn4j.compiler.diagnostic.CompileException;
import org.nn4j.compiler.diagnostic.DiagnosticPrinter;
import org.nn4j.runtime.error.UserException;
import picocli.CommandLine;

/** Turns what a command throws into a message and an exit code. */
final class Failure implements CommandLine.IExecutionExceptionHandler {

    /** The user's program or data is wrong. */
    static final int USER = 1;

    /** We are. */
    static final int OURS = 3;

    @Override
    public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult arguments) {
        PrintWriter err = command.getErr();
        int code;
        if (e instanceof CompileException c) {
            DiagnosticPrinter printer = Terminal.interactive() ? DiagnosticPrinter.ansi() : DiagnosticPrinter.plain();
            err.println(printer.print(c.diagnostics(), c.omitted()).stripTrailing());
            code = USER;
        } else if (e instanceof UserException) {
            err.println("error: " + e.getMessage());
            code = USER;
        } else if (e instanceof IOException io) {
            err.println("error: " + describe(io));
            code = USER;
        } else {
            err.println("nn: internal error: " + e);
            if (System.getenv("NN_DEBUG") != null) {
                e.printStackTrace(err);
            } else {
                err.println("This is a fault of nn, not yours. NN_DEBUG=1 shows where; please report it.");
            }
            code = OURS;
        }
        err.flush();
        return code;
    }

    private static String describe(IOException e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + ": there is no such file.";
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + ": permission denied.";
        }
        return String.valueOf(e.getMessage());
    }
}
