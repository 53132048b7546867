package org.nn4j.maven;

import java.io.File;
import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;

/**
 * Compiles the programs of {@code src/main/nn} that have changed, or import what has changed. Models become model
 * folders with their first weights and Java classes, and all programs resources under {@code META-INF/nn}, for other projects to import.
 */
@Mojo(
        name = "compile",
        defaultPhase = LifecyclePhase.GENERATE_SOURCES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class CompileMojo extends CompilingMojo {

    /** Where the Java classes go. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/nn")
    private File generatedSources;

    @Inject
    CompileMojo(BuildContext context) {
        super(context);
    }

    @Override
    void run() throws IOException, MojoFailureException {
        compileMain(generatedSources);
    }
}
