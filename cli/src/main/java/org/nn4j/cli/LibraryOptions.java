package org.nn4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nn4j.compiler.Libraries;
import picocli.CommandLine.Option;

/** Where imported modules are. */
final class LibraryOptions {

    @Option(
            names = "--lib",
            paramLabel = "JAR|FOLDER",
            description = "A library of modules that the program may import. May be repeated.")
    private List<Path> places = new ArrayList<>();

    Libraries libraries() throws IOException {
        return Libraries.of(places);
    }
}
