package org.nn4j.build;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of several things, each with its length, so that no two sequences of things have the same bytes. */
final class Fingerprint {

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Fingerprint add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    Fingerprint add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).flip());
        digest.update(bytes);
        return this;
    }

    /** The content of a file. */
    Fingerprint add(Path file) throws IOException {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(Files.size(file)).flip());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return this;
    }

    /**
     * The jar that a class comes from: another version, or the same snapshot built again, gives other outputs. Classes
     * in a folder, as in the build of nn4j itself, do not count.
     */
    Fingerprint add(Class<?> member) throws IOException {
        CodeSource source = member.getProtectionDomain().getCodeSource();
        if (source == null) {
            return this;
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? add(jar) : this;
        } catch (URISyntaxException e) {
            throw new IOException("no file: " + source.getLocation(), e);
        }
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
