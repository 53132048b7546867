package org.nn4j.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;
import org.nn4j.build.Finding;
import org.nn4j.build.ProgramsRefused;
import org.nn4j.compiler.Libraries;
import org.nn4j.runtime.error.UserException;

/** What all goals have in common: where programs are, and how mistakes in them are told. */
abstract class ProgramsMojo extends AbstractMojo {

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** The folder of the programs. The folders in it are the packages of the classes. */
    @Parameter(property = "nn4j.sourceDirectory", defaultValue = "${project.basedir}/src/main/nn")
    private File sourceDirectory;

    /** The folder of the programs for tests. */
    @Parameter(property = "nn4j.testSourceDirectory", defaultValue = "${project.basedir}/src/test/nn")
    private File testSourceDirectory;

    /** Does nothing. */
    @Parameter(property = "nn4j.skip", defaultValue = "false")
    private boolean skip;

    private final BuildContext context;

    ProgramsMojo(BuildContext context) {
        this.context = context;
    }

    /** The work of the goal. */
    abstract void run() throws IOException, MojoFailureException;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().debug("skipped");
            return;
        }
        try {
            run();
        } catch (ProgramsRefused e) {
            e.findings().forEach(this::tell);
            throw new MojoFailureException("programs have errors\n\n" + e.getMessage() + "\n", e);
        } catch (UserException e) {
            throw new MojoFailureException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    final MavenProject project() {
        return project;
    }

    final BuildContext context() {
        return context;
    }

    final Path sources() {
        return sourceDirectory.toPath();
    }

    final Path testSources() {
        return testSourceDirectory.toPath();
    }

    /** On the console, and in an IDE at its line. */
    final void tell(Finding finding) {
        context.addMessage(
                finding.file().toFile(),
                finding.line(),
                finding.column(),
                finding.message(),
                finding.diagnostic().isError() ? BuildContext.SEVERITY_ERROR : BuildContext.SEVERITY_WARNING,
                null);
    }

    /** The project's own modules, by their names from the root, and those in the jars it depends on. */
    final Libraries libraries() throws IOException {
        return libraries(List.of(sourceDirectory), classPath(false));
    }

    /** As above, with those of its tests before all. */
    final Libraries testLibraries() throws IOException {
        return libraries(List.of(testSourceDirectory, sourceDirectory), classPath(true));
    }

    private static Libraries libraries(List<File> own, List<String> classPath) throws IOException {
        List<Path> places = new ArrayList<>();
        own.stream().filter(File::isDirectory).map(File::toPath).forEach(places::add);
        classPath.stream()
                .map(Path::of)
                .filter(place -> place.toFile().exists())
                .forEach(places::add);
        return Libraries.of(places);
    }

    /** Without what this project makes itself: there the modules are as they were. */
    private List<String> classPath(boolean ofTests) throws IOException {
        try {
            List<String> all = new ArrayList<>(
                    ofTests ? project.getTestClasspathElements() : project.getCompileClasspathElements());
            all.remove(project.getBuild().getOutputDirectory());
            all.remove(project.getBuild().getTestOutputDirectory());
            return all;
        } catch (DependencyResolutionRequiredException e) {
            throw new IOException("dependencies are not resolved", e);
        }
    }
}
