package org.nn4j.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * ONNX's own checker, a Python package: Debian's {@code python3-onnx}. Where it is not installed, the test that asks for
 * it is skipped.
 */
public final class OnnxChecker {

    private static final String PYTHON = "/usr/bin/python3";

    private OnnxChecker() {}

    /** Fails unless a file, or every {@code .onnx} file in a folder, is valid. */
    public static void check(Path fileOrFolder) {
        assumeInstalled();
        try (Stream<Path> files = Files.walk(fileOrFolder)) {
            List<String> arguments = new ArrayList<>(List.of("-"));
            files.filter(f -> f.toString().endsWith(".onnx"))
                    .sorted()
                    .forEach(f -> arguments.add(f.toAbsolutePath().toString()));
            if (arguments.size() == 1) {
                throw new AssertionError("no .onnx file in " + fileOrFolder);
            }
            Output out = python(script(), arguments);
            assertEquals("", out.text);
            assertEquals(0, out.status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test where there is no checker. */
    static void assumeInstalled() {
        assumeTrue(Installed.YES, "no ONNX checker here: " + PYTHON + " has no module onnx (apt: python3-onnx)");
    }

    private static byte[] script() throws IOException {
        try (InputStream in = OnnxChecker.class.getResourceAsStream("check.py")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private record Output(int status, String text) {}

    private static Output python(byte[] script, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(arguments);
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        p.getOutputStream().write(script);
        p.getOutputStream().close();
        String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Output(p.waitFor(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Asked once. */
    private static final class Installed {
        static final boolean YES = installed();

        private static boolean installed() {
            try {
                return python("import onnx".getBytes(StandardCharsets.UTF_8), List.of("-")).status == 0;
            } catch (IOException noPython) {
                return false;
            }
        }
    }
}
