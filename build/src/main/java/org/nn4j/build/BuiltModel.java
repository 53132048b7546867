package org.nn4j.build;

import java.nio.file.Path;

/**
 * A model of a project.
 *
 * @param name its name
 * @param program the file that declares it
 * @param folder its model folder
 */
public record BuiltModel(ModelName name, Path program, Path folder) {}
