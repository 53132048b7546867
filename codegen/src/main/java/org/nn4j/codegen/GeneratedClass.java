package org.nn4j.codegen;

/**
 * The source of a class.
 *
 * @param path of its file from the root of the sources, with slashes
 * @param text of the file
 */
public record GeneratedClass(String path, String text) {}
