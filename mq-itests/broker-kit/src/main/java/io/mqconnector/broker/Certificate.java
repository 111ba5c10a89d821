// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import io.mqconnector.output.TestSecrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A key with a certificate that it has signed itself: whoever trusts the certificate trusts the key. Made by the JDK's
 * {@code keytool}, in about a second. Immutable, thread-safe; its files are the caller's to delete.
 */
public final class Certificate {
    /** The password of every store and key. */
    public static final String PASSWORD = TestSecrets.MARKER + "-store";

    private static final String ALIAS = "mq";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final String name;
    private final KeyStore store;

    private Certificate(Path directory, String name, KeyStore store) {
        this.directory = directory;
        this.name = name;
        this.store = store;
    }

    /**
     * Makes one.
     *
     * @param directory where its files go
     * @param name its common name, and what its files are called
     * @param alternatives its other names, as {@code keytool} takes them: {@code ip:127.0.0.1}; blank for none
     */
    public static Certificate create(Path directory, String name, String alternatives) {
        Path file = directory.resolve(name + ".p12");
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString());
        if (!alternatives.isBlank()) {
            command.command().add("-ext");
            command.command().add("san=" + alternatives);
        }
        command.redirectErrorStream(true);
        command.redirectOutput(directory.resolve(name + ".txt").toFile());
        try {
            Process keytool = command.start();
            if (!keytool.waitFor(LIMIT.toNanos(), TimeUnit.NANOSECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new KafkaBrokerException("keytool made no " + file, null);
            }
            var store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            return new Certificate(directory, name, store);
        } catch (IOException e) {
            throw new UncheckedIOException("no certificate " + file, e);
        } catch (GeneralSecurityException e) {
            throw new KafkaBrokerException("cannot read " + file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaBrokerException("interrupted while keytool makes " + file, e);
        }
    }

    /** A PKCS12 file with key and certificate. */
    public Path keyStore() {
        return directory.resolve(name + ".p12");
    }

    /**
     * A store that trusts this certificate alone.
     *
     * @param type {@code PKCS12} or {@code JKS}
     */
    public Path trustStore(String type) {
        Path file = directory.resolve(name + "-trust." + (type.equals("PKCS12") ? "p12" : "jks"));
        try {
            var trust = KeyStore.getInstance(type);
            trust.load(null, null);
            trust.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
            try (OutputStream out = Files.newOutputStream(file)) {
                trust.store(out, PASSWORD.toCharArray());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        } catch (GeneralSecurityException e) {
            throw new KafkaBrokerException("no " + type + " of " + this, e);
        }
    }

    /** The certificate as text. */
    public String pem() {
        try {
            return pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new KafkaBrokerException("no certificate in " + this, e);
        }
    }

    /** The key as text, PKCS #8, not encrypted. */
    public String keyPem() {
        try {
            var text = pem(
                    "PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            // the first two lines hold the number that is secret, the third only what is public
            text.lines().skip(1).limit(2).forEach(TestSecrets::register);
            return text;
        } catch (GeneralSecurityException e) {
            throw new KafkaBrokerException("cannot read the key of " + this, e);
        }
    }

    @Override
    public String toString() {
        return "Certificate[" + name + "]";
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + what
                + "-----\n";
    }
}
