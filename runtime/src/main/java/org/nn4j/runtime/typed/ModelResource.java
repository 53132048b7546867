package org.nn4j.runtime.typed;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.storage.Disk;
import org.nn4j.runtime.storage.ModelFolder;

/**
 * The model folder that lies in the class path beside a class. One in a jar is unpacked into a temporary folder, once in
 * the life of a process, as ONNX Runtime reads weights from files; it is deleted when the process ends.
 */
final class ModelResource {

    private static final String ROOT = "META-INF/nn/";
    private static final Map<Class<?>, Path> UNPACKED = new ConcurrentHashMap<>();

    private ModelResource() {}

    /**
     * The folder of a class's model.
     *
     * @throws UserException if there is none
     */
    static Path folder(Class<?> owner) {
        URL model = find(owner, ModelFolder.MODEL);
        if (model == null) {
            throw new UserException(
                    Place.NOWHERE,
                    "the class path has no " + name(owner, ModelFolder.MODEL),
                    "Build the project with nn4j's Maven plugin, which puts it there, or load a folder.");
        }
        if (model.getProtocol().equals("file")) {
            try {
                return Path.of(model.toURI()).resolveSibling("");
            } catch (URISyntaxException e) {
                throw new IllegalStateException("no file: " + model, e);
            }
        }
        return UNPACKED.computeIfAbsent(owner, ModelResource::unpack);
    }

    private static Path unpack(Class<?> owner) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            folder = Files.createTempDirectory("nn4j-" + owner.getSimpleName() + "-");
            deleteAtExit(folder);
            for (String file : ModelFolder.FILES) {
                URL from = find(owner, file);
                if (from != null) {
                    Path to = folder.resolve(file);
                    deleteAtExit(to);
                    copy(from, to);
                }
            }
            return folder;
        } catch (IOException e) {
            throw Disk.refused(folder, "filled with the model", "Make room, or name another -Djava.io.tmpdir.", e);
        }
    }

    /** Files go before their folder, as the last one told goes first. */
    private static void deleteAtExit(Path path) {
        File file = path.toFile();
        file.deleteOnExit();
    }

    private static void copy(URL from, Path to) throws IOException {
        URLConnection connection = from.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            Files.copy(in, to);
        }
    }

    private static @Nullable URL find(Class<?> owner, String file) {
        ClassLoader loader = owner.getClassLoader();
        String name = name(owner, file);
        return loader == null ? ClassLoader.getSystemResource(name) : loader.getResource(name);
    }

    private static String name(Class<?> owner, String file) {
        return ROOT + owner.getName() + "/" + file;
    }
}
