// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import java.util.List;

/** Whether trust and key store can be opened as they are configured: Kafka would say so late and tell no key. For one thread. */
final class StoreRules {
    private static final String ENCRYPTED_KEY = "ENCRYPTED PRIVATE KEY";

    private final Values values;
    private final List<String> problems;

    StoreRules(Values values, List<String> problems) {
        this.values = values;
        this.problems = problems;
    }

    void apply() {
        applyTo(
                SecurityKeys.CLIENT_SSL_TRUSTSTORE_LOCATION,
                SecurityKeys.CLIENT_SSL_TRUSTSTORE_PASSWORD,
                SecurityKeys.CLIENT_SSL_TRUSTSTORE_TYPE,
                List.of(SecurityKeys.CLIENT_SSL_TRUSTSTORE_CERTIFICATES));
        applyTo(
                SecurityKeys.CLIENT_SSL_KEYSTORE_LOCATION,
                SecurityKeys.CLIENT_SSL_KEYSTORE_PASSWORD,
                SecurityKeys.CLIENT_SSL_KEYSTORE_TYPE,
                List.of(SecurityKeys.CLIENT_SSL_KEYSTORE_KEY, SecurityKeys.CLIENT_SSL_KEYSTORE_CERTIFICATE_CHAIN));
        applyToKey();
    }

    private void applyTo(
            ConfigKey<String> location,
            ConfigKey<String> password,
            ConfigKey<StoreType> type,
            List<ConfigKey<String>> inline) {
        if (isSet(location)) {
            inline.stream().filter(this::isSet).forEach(part -> givesWay(part, location));
        }
        boolean isInline = inline.stream().anyMatch(this::isSet);
        if (isInline) {
            for (var part : inline) {
                checkInline(part);
            }
            refuseBeside(location, inline.get(0));
            refuseBeside(password, inline.get(0));
            if (values.get(type) != StoreType.AUTO
                    && values.get(type) != StoreType.PEM
                    && !givesWay(type, inline.get(0))) {
                problems.add(values.described(type) + " contradicts "
                        + inline.get(0).name() + ", which is PEM; remove one of the two");
            }
            return;
        }
        if (isSet(location)) {
            checkFile(location, password, values.get(type).of(values.get(location)));
            return;
        }
        if (isSet(password)) {
            problems.add(values.described(password) + ": there is no " + location.name() + "; set it, or remove this");
        }
    }

    private void checkInline(ConfigKey<String> part) {
        if (!isSet(part)) {
            problems.add(part.name() + " is not set: a client's key and its certificate chain go together");
        } else if (!values.get(part).contains("-----BEGIN ")) {
            problems.add(values.setting(part).problem("not PEM: there is no line -----BEGIN ...-----"));
        }
    }

    private void refuseBeside(ConfigKey<String> key, ConfigKey<String> inline) {
        if (isSet(key) && !givesWay(key, inline)) {
            problems.add(values.described(key) + " contradicts " + inline.name()
                    + ": a file, or its contents, not both; remove one of the two");
        }
    }

    private void checkFile(ConfigKey<String> location, ConfigKey<String> password, StoreType type) {
        byte[] content;
        try {
            content = Files.readAllBytes(Path.of(values.get(location)));
        } catch (IOException | InvalidPathException e) {
            problems.add(values.setting(location)
                    .problem("cannot be read: " + e.getClass().getSimpleName()
                            + "; give a file that this process may read"));
            return;
        }
        values.putContent(location, digest(content));
        if (type == StoreType.PEM) {
            checkPem(location, password, new String(content, StandardCharsets.ISO_8859_1));
            return;
        }
        char[] secret = isSet(password) ? values.get(password).toCharArray() : null;
        try (var in = new ByteArrayInputStream(content)) {
            KeyStore.getInstance(type.name()).load(in, secret);
        } catch (IOException e) {
            boolean isPassword = e.getCause() instanceof UnrecoverableKeyException;
            problems.add(
                    isPassword
                            ? values.setting(password).problem("does not open " + values.get(location))
                            : values.setting(location).problem("no " + type + " store: " + e.getMessage()));
        } catch (GeneralSecurityException e) {
            problems.add(values.setting(location).problem("cannot be opened as " + type + ": " + e.getMessage()));
        }
    }

    private static String digest(byte[] content) {
        try {
            return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(content)).toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void checkPem(ConfigKey<String> location, ConfigKey<String> password, String content) {
        if (!content.contains("-----BEGIN ")) {
            problems.add(values.setting(location).problem("not PEM: there is no line -----BEGIN ...-----"));
        }
        if (isSet(password) && !givesWay(password, location)) {
            problems.add(values.described(password) + ": a PEM file has no password; remove it (a key's own is "
                    + SecurityKeys.CLIENT_SSL_KEY_PASSWORD.name() + ")");
        }
        if (content.contains(ENCRYPTED_KEY)) {
            requireKeyPassword(location);
        }
    }

    private void applyToKey() {
        if (values.get(SecurityKeys.CLIENT_SSL_KEYSTORE_KEY).contains(ENCRYPTED_KEY)) {
            requireKeyPassword(SecurityKeys.CLIENT_SSL_KEYSTORE_KEY);
        }
        if (isSet(SecurityKeys.CLIENT_SSL_KEY_PASSWORD)
                && !isSet(SecurityKeys.CLIENT_SSL_KEYSTORE_LOCATION)
                && !isSet(SecurityKeys.CLIENT_SSL_KEYSTORE_KEY)) {
            problems.add(values.described(SecurityKeys.CLIENT_SSL_KEY_PASSWORD) + ": there is no key; set "
                    + SecurityKeys.CLIENT_SSL_KEYSTORE_LOCATION.name() + ", or remove this");
        }
    }

    private void requireKeyPassword(ConfigKey<String> key) {
        if (!isSet(SecurityKeys.CLIENT_SSL_KEY_PASSWORD)) {
            problems.add(SecurityKeys.CLIENT_SSL_KEY_PASSWORD.name() + " is not set: the key in " + key.name()
                    + " is encrypted");
        }
    }

    private boolean givesWay(ConfigKey<?> key, ConfigKey<?> rival) {
        return SecurityRules.givesWay(values, key, values.setting(rival));
    }

    private boolean isSet(ConfigKey<String> key) {
        return !values.get(key).isEmpty();
    }
}
