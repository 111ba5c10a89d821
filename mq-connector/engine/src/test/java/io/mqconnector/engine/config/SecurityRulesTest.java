// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityRulesTest {
    private static final String SECRET = "hunter2\"\\ \thunter2";
    private static final String ENDPOINT = "https://login.example.org/token";

    @TempDir
    Path directory;

    @AfterEach
    void allowNoUrls() {
        System.clearProperty(SecurityRules.ALLOWED_URLS);
    }

    private static SnapshotFixture sasl(String mechanism) {
        return settings()
                .explicit("mq.client.security-protocol", "SASL_SSL")
                .explicit("mq.client.sasl-mechanism", mechanism);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN,org.apache.kafka.common.security.plain.PlainLoginModule",
        "SCRAM-SHA-256,org.apache.kafka.common.security.scram.ScramLoginModule",
        "scram_sha_512,org.apache.kafka.common.security.scram.ScramLoginModule"
    })
    void makesKafkasJaasLineOfUserAndPassword(String mechanism, String module) {
        var settings = sasl(mechanism)
                .property("mq.client.sasl-username", "al\"ice")
                .environment("MQ_CLIENT_SASL_PASSWORD", SECRET);

        var snapshot = settings.read();

        for (var properties : List.of(
                snapshot.producerProperties(),
                snapshot.adminProperties(),
                snapshot.listener(settings.request()).consumerProperties())) {
            assertThat(properties)
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry(
                            "sasl.mechanism",
                            mechanism.toUpperCase(java.util.Locale.ROOT).replace('_', '-'));
            var entry = entry(properties);
            assertThat(entry.getLoginModuleName()).isEqualTo(module);
            assertThat(Map.<String, Object>copyOf(entry.getOptions()))
                    .containsEntry("username", "al\"ice")
                    .containsEntry("password", SECRET);
            assertThat(properties.toString()).doesNotContain("hunter2");
        }
        assertThat(List.of(
                        snapshot.toString(),
                        snapshot.effective().toString(),
                        snapshot.warnings().toString()))
                .noneMatch(text -> text.contains("hunter2"));
    }

    private static AppConfigurationEntry entry(Map<String, Object> properties) {
        var jaas = (Password) properties.get("sasl.jaas.config");
        return JaasContext.loadClientContext(Map.of("sasl.jaas.config", jaas))
                .configurationEntries()
                .get(0);
    }

    @Test
    void asksForWhatIsMissing() {
        assertThat(sasl("PLAIN").problems())
                .containsExactly(
                        "mq.client.sasl-username is not set: mq.client.security-protocol = 'SASL_SSL' from MqConfig with"
                                + " sasl-mechanism PLAIN needs it",
                        "mq.client.sasl-password is not set: mq.client.security-protocol = 'SASL_SSL' from MqConfig with"
                                + " sasl-mechanism PLAIN needs it");
        assertThat(sasl("OAUTHBEARER").problems()).singleElement().asString().startsWith("mq.client.oauth-endpoint is");
        assertThat(sasl("GSSAPI").problems())
                .singleElement()
                .asString()
                .contains("set mq.kafka.common.sasl.jaas.config");
    }

    @Test
    void takesKafkasOwnJaasLineInstead() {
        var jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";";

        var snapshot =
                sasl("PLAIN").explicit("mq.kafka.common.sasl.jaas.config", jaas).read();

        assertThat(snapshot.producerProperties()).containsEntry("sasl.jaas.config", new Password(jaas));
        assertThat(sasl("PLAIN")
                        .explicit("mq.kafka.common.sasl.jaas.config", jaas)
                        .explicit("mq.client.sasl-username", "u")
                        .problems())
                .containsExactly("mq.client.sasl-username = 'u' from MqConfig and Kafka's own sasl.jaas.config set the"
                        + " same thing: remove one of the two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sasl-username", "sasl-password", "oauth-client-secret", "oauth-endpoint"})
    void refusesCredentialsThatWouldNotBeUsed(String key) {
        assertThat(settings().explicit("mq.client." + key, "x").problems())
                .singleElement()
                .asString()
                .contains("mq.client." + key, "has no effect", "set mq.client.security-protocol to SASL_SSL");
    }

    @Test
    void refusesStoresThatWouldNotBeUsed() {
        assertThat(settings()
                        .explicit("mq.client.ssl-truststore-location", "/etc/trust.jks")
                        .problems())
                .singleElement()
                .asString()
                .contains("without TLS", "set mq.client.security-protocol to SSL (or SASL_SSL)");
    }

    @Test
    void refusesWhatIsForAnotherMechanism() {
        assertThat(sasl("PLAIN")
                        .explicit("mq.client.sasl-username", "u")
                        .explicit("mq.client.sasl-password", "p")
                        .explicit("mq.client.oauth-client-id", "me")
                        .problems())
                .singleElement()
                .asString()
                .contains("mq.client.oauth-client-id", "set mq.client.sasl-mechanism to OAUTHBEARER");
    }

    @Test
    void warnsOfPasswordsInTheClearAndOfBrokersThatAreNotChecked() {
        assertThat(settings()
                        .explicit("mq.client.security-protocol", "sasl_plaintext")
                        .explicit("mq.client.sasl-username", "u")
                        .explicit("mq.client.sasl-password", "p")
                        .read()
                        .warnings())
                .singleElement()
                .asString()
                .contains("sends the password in the clear");
        var unchecked = settings()
                .explicit("mq.client.security-protocol", "ssl")
                .explicit("mq.client.ssl-endpoint-identification", "none")
                .read();
        assertThat(unchecked.warnings()).singleElement().asString().contains("can pose as a broker");
        assertThat(unchecked.producerProperties()).containsEntry("ssl.endpoint.identification.algorithm", "");
    }

    @Test
    void takesKafkasOwnSpellingOfNoIdentification() {
        assertThat(settings()
                        .explicit("mq.client.security-protocol", "ssl")
                        .explicit("mq.kafka.common.ssl.endpoint.identification.algorithm", "")
                        .read()
                        .get(SecurityKeys.CLIENT_SSL_ENDPOINT_IDENTIFICATION))
                .isEqualTo(EndpointIdentification.NONE);
    }

    private static SnapshotFixture oauth() {
        return sasl("OAUTHBEARER")
                .explicit("mq.client.oauth-endpoint", ENDPOINT)
                .explicit("mq.client.oauth-client-id", "me")
                .explicit("mq.client.oauth-client-secret", "hunter2")
                .explicit("mq.client.oauth-scope", "kafka");
    }

    @Test
    void namesTheSystemPropertyThatAnOauthEndpointMustStandIn() {
        assertThat(oauth().problems())
                .containsExactly("mq.client.oauth-endpoint = '" + ENDPOINT
                        + "' from MqConfig: Kafka 4 asks only those for"
                        + " tokens that the system property org.apache.kafka.sasl.oauthbearer.allowed.urls names, and it"
                        + " is not set; start Java with -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + ENDPOINT);

        System.setProperty(SecurityRules.ALLOWED_URLS, "https://other");
        assertThat(oauth().problems())
                .singleElement()
                .asString()
                .endsWith("start Java with -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://other," + ENDPOINT);

        System.setProperty(SecurityRules.ALLOWED_URLS, "https://other, " + ENDPOINT);
        assertThat(oauth().problems()).isEmpty();
        assertThat(oauth().read().producerProperties())
                .containsEntry("sasl.mechanism", "OAUTHBEARER")
                .containsEntry("sasl.oauthbearer.token.endpoint.url", ENDPOINT)
                .containsEntry("sasl.oauthbearer.client.credentials.client.id", "me")
                .containsEntry("sasl.oauthbearer.client.credentials.client.secret", new Password("hunter2"))
                .containsEntry("sasl.oauthbearer.scope", "kafka")
                .containsEntry(
                        "sasl.login.callback.handler.class",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
    }

    @Test
    void refusesAnEndpointThatIsNoUrl() {
        assertThat(sasl("OAUTHBEARER")
                        .explicit("mq.client.oauth-endpoint", "login.example.org")
                        .problems())
                .singleElement()
                .asString()
                .contains("'login.example.org'", "not a URL");
    }

    private static SnapshotFixture tls() {
        return settings().explicit("mq.client.security-protocol", "SSL");
    }

    @Test
    void opensStoresBeforeKafkaDoes() throws IOException, GeneralSecurityException {
        var p12 = store("PKCS12", "trust.p12");
        var jks = store("JKS", "trust.jks");

        for (var file : List.of(p12, jks)) {
            var settings = tls().explicit("mq.client.ssl-truststore-location", file);
            var right = settings.explicit("mq.client.ssl-truststore-password", "secret")
                    .read();
            assertThat(right.producerProperties())
                    .containsEntry("ssl.truststore.type", file.equals(p12) ? "PKCS12" : "JKS")
                    .containsEntry("ssl.truststore.password", new Password("secret"));

            assertThat(settings.explicit("mq.client.ssl-truststore-password", "hunter2")
                            .problems())
                    .containsExactly("mq.client.ssl-truststore-password = '****' from MqConfig: does not open " + file);
        }
        assertThat(tls().explicit(
                                "mq.client.ssl-keystore-location",
                                directory.resolve("none.p12").toString())
                        .problems())
                .singleElement()
                .asString()
                .contains("mq.client.ssl-keystore-location", "none.p12", "cannot be read: NoSuchFileException");
        Files.writeString(directory.resolve("text.p12"), "no store at all");
        assertThat(tls().explicit(
                                "mq.client.ssl-keystore-location",
                                directory.resolve("text.p12").toString())
                        .problems())
                .singleElement()
                .asString()
                .contains("no PKCS12 store");
    }

    private String store(String type, String name) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(type);
        store.load(null, null);
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "secret".toCharArray());
        }
        return file.toString();
    }

    @Test
    void takesPemAsFileOrAsText() throws IOException {
        var pem = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n";
        var file = Files.writeString(directory.resolve("ca.pem"), pem).toString();

        assertThat(tls().explicit("mq.client.ssl-truststore-location", file)
                        .read()
                        .producerProperties())
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.location", file);
        assertThat(tls().explicit("mq.client.ssl-truststore-certificates", pem)
                        .read()
                        .producerProperties())
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.certificates", new Password(pem.strip()));
        assertThat(tls().explicit("mq.client.ssl-truststore-location", file)
                        .explicit("mq.client.ssl-truststore-certificates", pem)
                        .problems())
                .singleElement()
                .asString()
                .contains("not both");
        assertThat(tls().explicit("mq.client.ssl-truststore-location", file)
                        .explicit("mq.client.ssl-truststore-password", "hunter2")
                        .problems())
                .singleElement()
                .asString()
                .contains("a PEM file has no password")
                .doesNotContain("hunter2");
        assertThat(tls().explicit("mq.client.ssl-keystore-key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMA==")
                        .problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("mq.client.ssl-keystore-certificate-chain is not set"))
                .anyMatch(problem -> problem.startsWith("mq.client.ssl-key-password is not set"));
        assertThat(tls().explicit("mq.client.ssl-truststore-certificates", "hunter2")
                        .problems())
                .singleElement()
                .asString()
                .contains("not PEM");
    }

    @Test
    void sharesTheProtocolWithRawSettingsInOneRange() {
        assertThat(settings()
                        .explicit("mq.client.security-protocol", "SSL")
                        .explicit("mq.kafka.common.security.protocol", "SSL")
                        .problems())
                .singleElement()
                .asString()
                .contains("set the same thing");
    }
}
