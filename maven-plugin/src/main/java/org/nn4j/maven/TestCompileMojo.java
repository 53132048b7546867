package org.nn4j.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;
import org.nn4j.build.ProgramTree;
import org.nn4j.compiler.Libraries;

/** Compiles the programs of {@code src/test/nn}, as {@code compile} does those of {@code src/main/nn}. */
@Mojo(
        name = "test-compile",
        defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class TestCompileMojo extends CompilingMojo {

    /** Does nothing, as no tests are compiled. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean skipTestCompilation;

    /** Where the Java classes go. */
    @Parameter(defaultValue = "${project.build.directory}/generated-test-sources/nn")
    private File generatedTestSources;

    @Inject
    TestCompileMojo(BuildContext context) {
        super(context);
    }

    @Override
    void run() throws IOException, MojoFailureException {
        if (skipTestCompilation) {
            return;
        }
        project().addTestCompileSourceRoot(generatedTestSources.getPath());
        try (Libraries libraries = testLibraries()) {
            Path resources =
                    Path.of(project().getBuild().getTestOutputDirectory()).resolve(Libraries.FOLDER);
            compile(
                    new ProgramTree(testSources(), resources, generatedTestSources.toPath(), state().resolve("test")),
                    libraries);
        }
    }
}
