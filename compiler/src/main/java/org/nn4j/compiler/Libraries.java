package org.nn4j.compiler;

import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.source.SourceFile;

/**
 * Where imported modules are that do not lie beside the file that imports them: {@code import acme.layers.{Foo}} finds
 * {@code META-INF/nn/acme/layers.nn} in a jar. The first of several with the same name is taken.
 */
public final class Libraries implements Closeable {

    /** The folder of a jar, or of the class path, that holds modules. */
    public static final String FOLDER = "META-INF/nn/";

    private final List<Path> folders;
    private final ClassLoader loader;
    private final Closeable opened;

    private Libraries(List<Path> folders, ClassLoader loader, Closeable opened) {
        this.folders = folders;
        this.loader = loader;
        this.opened = opened;
    }

    /** Those on the class path of the calling thread: the jars of an application. */
    public static Libraries ofClassPath() {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        return of(own != null ? own : Libraries.class.getClassLoader());
    }

    /** Those that a class loader finds. */
    public static Libraries of(ClassLoader loader) {
        return new Libraries(List.of(), loader, () -> {});
    }

    /**
     * These jars and folders, then the class path.
     *
     * @param places jars and folders as they are on a class path, or folders with modules in them
     * @throws IOException if there is no such jar or folder
     */
    public static Libraries of(List<Path> places) throws IOException {
        List<Path> folders = new ArrayList<>();
        List<URL> urls = new ArrayList<>();
        for (Path place : places) {
            if (!Files.exists(place)) {
                throw new IOException("there is no library " + place);
            }
            if (Files.isDirectory(place)) {
                folders.add(place);
            }
            urls.add(url(place));
        }
        URLClassLoader jars = new URLClassLoader(urls.toArray(URL[]::new), ofClassPath().loader);
        return new Libraries(folders, jars, jars);
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(place + " cannot be a library", e);
        }
    }

    /** The text of a module, {@code acme.layers}; null if no library has it. */
    @Nullable
    SourceFile find(String module) throws IOException {
        String relative = module.replace('.', '/') + ".nn";
        for (Path folder : folders) {
            Path file = folder.resolve(relative);
            if (Files.isRegularFile(file)) {
                return SourceReader.read(file);
            }
        }
        URL found = loader.getResource(FOLDER + relative);
        if (found == null) {
            return null;
        }
        // A jar that is replaced while the process runs must not be read from a cache.
        URLConnection connection = found.openConnection();
        connection.setUseCaches(false);
        try (var in = connection.getInputStream()) {
            return SourceReader.decode(in.readAllBytes(), name(found, relative));
        }
    }

    /** What messages call it: the module's file, and the jar it is in. */
    private static String name(URL found, String relative) {
        String path = found.getPath();
        int jar = path.indexOf("!/");
        return jar < 0 ? relative : path.substring(path.lastIndexOf('/', jar) + 1, jar) + "!/" + relative;
    }

    /** Closes the jars that were opened; a process that ends soon need not. */
    @Override
    public void close() throws IOException {
        opened.close();
    }
}
