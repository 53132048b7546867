package org.nn4j.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;
import org.nn4j.build.Findings;
import org.nn4j.build.Programs;
import org.nn4j.compiler.Libraries;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.diagnostic.CompileException;

/** Checks all programs with all their models, recipes and tests, and writes nothing. */
@Mojo(
        name = "check",
        defaultPhase = LifecyclePhase.VALIDATE,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class CheckMojo extends ProgramsMojo {

    @Inject
    CheckMojo(BuildContext context) {
        super(context);
    }

    @Override
    void run() throws IOException {
        Findings findings = new Findings();
        try (Libraries libraries = libraries();
                Libraries testLibraries = testLibraries()) {
            check(sources(), libraries, findings);
            check(testSources(), testLibraries, findings);
        }
        findings.throwIfErrors();
        findings.all().forEach(this::tell);
    }

    private static void check(Path folder, Libraries libraries, Findings findings) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path program : Programs.of(folder)) {
                try {
                    findings.add(program, NnCompiler.check(program, libraries));
                } catch (CompileException e) {
                    findings.add(program, e);
                }
            }
        }
    }
}
