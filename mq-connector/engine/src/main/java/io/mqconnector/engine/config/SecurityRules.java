// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What does not go together among the keys of {@link SecurityKeys}, and what is missing, each with the remedy; no problem
 * tells a secret. For one thread.
 */
final class SecurityRules {
    /** Kafka 4 asks only those for tokens that stand here: a JVM's administrator decides, not a configuration. */
    static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    /** Kafka's own name for who proves how who it is. */
    static final String JAAS = "sasl.jaas.config";

    private static final String PROTOCOL = SecurityKeys.CLIENT_SECURITY_PROTOCOL.name();
    static final List<ConfigKey<String>> PASSWORD_KEYS =
            List.of(SecurityKeys.CLIENT_SASL_USERNAME, SecurityKeys.CLIENT_SASL_PASSWORD);
    private static final List<ConfigKey<String>> OAUTH_KEYS = List.of(
            SecurityKeys.CLIENT_OAUTH_ENDPOINT,
            SecurityKeys.CLIENT_OAUTH_CLIENT_ID,
            SecurityKeys.CLIENT_OAUTH_CLIENT_SECRET,
            SecurityKeys.CLIENT_OAUTH_SCOPE);

    private final Values values;
    private final Map<String, Setting> raw;
    private final List<String> problems;
    private final List<String> warnings;

    /** @param raw Kafka's own properties that are set, for whichever client, by their names */
    SecurityRules(Values values, Map<String, Setting> raw, List<String> problems, List<String> warnings) {
        this.values = values;
        this.raw = raw;
        this.problems = problems;
        this.warnings = warnings;
    }

    void apply() {
        if (!values.areSound(SecurityKeys.all().toArray(ConfigKey<?>[]::new))) {
            return;
        }
        var protocol = values.get(SecurityKeys.CLIENT_SECURITY_PROTOCOL);
        if (protocol.isAuthenticated()) {
            applyToSasl(protocol);
        } else {
            refuseWithout(
                    "SASL",
                    "SASL_SSL (or SASL_PLAINTEXT)",
                    key -> key.shortName().startsWith("sasl-")
                            || key.shortName().startsWith("oauth-"));
        }
        if (protocol.isEncrypted()) {
            new StoreRules(values, problems).apply();
            if (values.get(SecurityKeys.CLIENT_SSL_ENDPOINT_IDENTIFICATION) == EndpointIdentification.NONE) {
                warnings.add(values.described(SecurityKeys.CLIENT_SSL_ENDPOINT_IDENTIFICATION)
                        + ": whoever has any certificate that is trusted can pose as a broker");
            }
        } else {
            refuseWithout(
                    "TLS",
                    protocol.isAuthenticated() ? "SASL_SSL" : "SSL (or SASL_SSL)",
                    key -> key.shortName().startsWith("ssl-"));
        }
    }

    private void refuseWithout(String what, String remedy, Predicate<ConfigKey<?>> concerned) {
        for (var key : SecurityKeys.all()) {
            // what is set as Kafka's own property may be meant for clients whose protocol is set so too
            if (concerned.test(key)
                    && values.isExplicit(key)
                    && !KeyName.parse(values.setting(key).key()).isRaw()
                    && !givesWay(values, key, values.setting(SecurityKeys.CLIENT_SECURITY_PROTOCOL))) {
                problems.add(values.described(key) + ": has no effect with "
                        + values.described(SecurityKeys.CLIENT_SECURITY_PROTOCOL) + ", which is without " + what
                        + "; set " + PROTOCOL + " to " + remedy + ", or remove it");
            }
        }
    }

    private void applyToSasl(SecurityProtocol protocol) {
        var mechanism = values.get(SecurityKeys.CLIENT_SASL_MECHANISM);
        var jaas = raw.get(JAAS);
        boolean hasJaas = jaas != null;
        if (jaas != null) {
            refuseBoth(PASSWORD_KEYS, jaas);
        }
        if (mechanism.takesPassword()) {
            refuse(OAUTH_KEYS, mechanism, "OAUTHBEARER");
            if (!hasJaas) {
                require(PASSWORD_KEYS, mechanism);
            }
            if (mechanism == SaslMechanism.PLAIN && !protocol.isEncrypted()) {
                warnings.add(values.described(SecurityKeys.CLIENT_SECURITY_PROTOCOL)
                        + ": PLAIN sends the password in the clear; SASL_SSL does not");
            }
        } else {
            refuse(PASSWORD_KEYS, mechanism, "PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
        }
        if (mechanism == SaslMechanism.OAUTHBEARER) {
            applyToOauth(hasJaas);
        }
        if (mechanism == SaslMechanism.GSSAPI) {
            refuse(OAUTH_KEYS, mechanism, "OAUTHBEARER");
            if (!hasJaas && System.getProperty("java.security.auth.login.config") == null) {
                problems.add(values.described(SecurityKeys.CLIENT_SASL_MECHANISM)
                        + ": needs Kafka's own configuration; set mq.kafka.common.sasl.jaas.config");
            }
        }
    }

    private void applyToOauth(boolean hasJaas) {
        if (raw.containsKey("sasl.login.callback.handler.class")
                || raw.containsKey("sasl.oauthbearer.jwt.retriever.class")) {
            return; // somebody else gets the token
        }
        var endpoint = values.get(SecurityKeys.CLIENT_OAUTH_ENDPOINT);
        if (endpoint.isEmpty()) {
            require(List.of(SecurityKeys.CLIENT_OAUTH_ENDPOINT), SaslMechanism.OAUTHBEARER);
            return;
        }
        String scheme = scheme(endpoint);
        if (!Set.of("http", "https", "file").contains(scheme)) {
            problems.add(values.described(SecurityKeys.CLIENT_OAUTH_ENDPOINT) + ": not a URL; allowed "
                    + SecurityKeys.CLIENT_OAUTH_ENDPOINT.allowed());
            return;
        }
        if (!hasJaas && !scheme.equals("file")) {
            require(
                    List.of(SecurityKeys.CLIENT_OAUTH_CLIENT_ID, SecurityKeys.CLIENT_OAUTH_CLIENT_SECRET),
                    SaslMechanism.OAUTHBEARER);
        }
        var allowed = System.getProperty(ALLOWED_URLS, "");
        if (Arrays.stream(allowed.split(",", -1)).map(String::strip).noneMatch(endpoint::equals)) {
            problems.add(values.described(SecurityKeys.CLIENT_OAUTH_ENDPOINT)
                    + ": Kafka 4 asks only those for tokens that the system property " + ALLOWED_URLS
                    + " names, and it "
                    + (allowed.isEmpty() ? "is not set" : "names others") + "; start Java with -D" + ALLOWED_URLS + "="
                    + (allowed.isEmpty() ? "" : allowed + ",") + endpoint);
        }
    }

    private static String scheme(String url) {
        try {
            var scheme = new URI(url).getScheme();
            return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private void refuse(List<ConfigKey<String>> keys, SaslMechanism mechanism, String goodFor) {
        for (var key : keys) {
            if (values.isExplicit(key) && !givesWay(values, key, values.setting(SecurityKeys.CLIENT_SASL_MECHANISM))) {
                problems.add(values.described(key) + ": has no effect with sasl-mechanism " + mechanism.word()
                        + "; set " + SecurityKeys.CLIENT_SASL_MECHANISM.name() + " to " + goodFor + ", or remove it");
            }
        }
    }

    private void refuseBoth(List<ConfigKey<String>> keys, Setting jaas) {
        for (var key : keys) {
            if (values.isExplicit(key) && !givesWay(values, key, jaas)) {
                problems.add(values.described(key)
                        + " and Kafka's own sasl.jaas.config set the same thing: remove one of the two");
            }
        }
    }

    /**
     * Whether a key is set for all connections, and what it contradicts for one of them: it is as if it were not set, then,
     * and is put so.
     */
    static <T> boolean givesWay(Values values, ConfigKey<T> key, Setting rival) {
        if (isOfOne(values.setting(key)) || !isOfOne(rival)) {
            return false;
        }
        var text = key.defaultText();
        if (text == null) {
            throw new IllegalStateException(key + " has no default in the table");
        }
        values.put(
                key,
                key.type().parse(text),
                new Setting(key.name(), text, Layer.DEFAULT, "default, because of " + rival.described(), false));
        return true;
    }

    /** Whether a setting is for one connection alone. */
    static boolean isOfOne(Setting setting) {
        return setting.key().startsWith("mq.connections.");
    }

    private void require(List<ConfigKey<String>> keys, SaslMechanism mechanism) {
        for (var key : keys) {
            if (values.get(key).isEmpty()) {
                problems.add(key.name() + " is not set: " + values.described(SecurityKeys.CLIENT_SECURITY_PROTOCOL)
                        + " with sasl-mechanism " + mechanism.word() + " needs it");
            }
        }
    }
}
