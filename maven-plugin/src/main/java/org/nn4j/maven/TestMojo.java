package org.nn4j.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;
import org.jspecify.annotations.Nullable;
import org.nn4j.build.Findings;
import org.nn4j.build.Programs;
import org.nn4j.build.TestOutcome;
import org.nn4j.compiler.CompiledTest;
import org.nn4j.compiler.Libraries;
import org.nn4j.compiler.NnCompiler;
import org.nn4j.compiler.diagnostic.CompileException;

/** Runs the {@code test} blocks of all programs, and reports them as Surefire does. */
@Mojo(
        name = "test",
        defaultPhase = LifecyclePhase.TEST,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class TestMojo extends ProgramsMojo {

    /** Runs no tests. */
    @Parameter(property = "skipTests", defaultValue = "false")
    private boolean skipTests;

    /** Runs no tests. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean skipTestCompilation;

    /** Goes on with the build where tests fail. */
    @Parameter(property = "maven.test.failure.ignore", defaultValue = "false")
    private boolean testFailureIgnore;

    /** Runs only tests whose names contain this; case does not matter. */
    @Parameter(property = "nn4j.test")
    private @Nullable String test;

    /** Where the XML reports go. */
    @Parameter(defaultValue = "${project.build.directory}/surefire-reports")
    private File reportsDirectory;

    @Inject
    TestMojo(BuildContext context) {
        super(context);
    }

    @Override
    void run() throws IOException, MojoFailureException {
        if (skipTests || skipTestCompilation) {
            getLog().info("Tests are skipped.");
            return;
        }
        List<TestSuite> suites = new ArrayList<>();
        Findings findings = new Findings();
        try (Libraries libraries = libraries();
                Libraries testLibraries = testLibraries()) {
            run(sources(), libraries, suites, findings);
            run(testSources(), testLibraries, suites, findings);
        }
        findings.throwIfErrors();
        if (suites.isEmpty()) {
            return;
        }
        report(suites);
    }

    private void run(Path folder, Libraries libraries, List<TestSuite> suites, Findings findings) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (Path program : Programs.of(folder)) {
            List<CompiledTest> tests = new ArrayList<>();
            try {
                tests.addAll(NnCompiler.tests(program, libraries));
            } catch (CompileException e) {
                findings.add(program, e);
            }
            tests.removeIf(each -> !isWanted(each.name()));
            if (!tests.isEmpty()) {
                suites.add(run(TestSuite.name(folder.relativize(program)), tests));
            }
        }
    }

    private boolean isWanted(String name) {
        return test == null || name.toLowerCase(Locale.ROOT).contains(test.toLowerCase(Locale.ROOT));
    }

    private TestSuite run(String name, List<CompiledTest> tests) throws IOException {
        getLog().info("Running " + name);
        List<TestOutcome> outcomes = new ArrayList<>();
        for (CompiledTest each : tests) {
            outcomes.add(TestOutcome.of(each));
        }
        TestSuite suite = new TestSuite(name, outcomes);
        suite.write(reportsDirectory.toPath());
        if (suite.failures() == 0) {
            getLog().info(suite.summary());
        } else {
            getLog().error(suite.summary() + " <<< FAILURE!");
        }
        for (TestOutcome failed : suite.failed()) {
            getLog().error(name + ": " + failed.name());
            failed.faults().forEach(line -> getLog().error("  " + line));
        }
        return suite;
    }

    private void report(List<TestSuite> suites) throws MojoFailureException {
        int failures = suites.stream().mapToInt(TestSuite::failures).sum();
        int tests = suites.stream().mapToInt(suite -> suite.outcomes().size()).sum();
        String counts = TestSuite.counts(tests, failures);
        if (failures == 0) {
            getLog().info(counts);
            return;
        }
        getLog().error(counts);
        if (!testFailureIgnore) {
            throw new MojoFailureException(
                    "There are test failures.\n\nSee " + reportsDirectory + " for the individual test results.");
        }
    }
}
