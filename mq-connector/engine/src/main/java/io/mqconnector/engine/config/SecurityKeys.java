// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the table {@link ConfigKeys} that say how every client of a connector speaks to the brokers and who it is.
 * Immutable and thread-safe.
 */
public final class SecurityKeys {
    private static final KafkaClient[] EVERY = KafkaClient.values();

    /** {@code mq.client.security-protocol}. */
    public static final ConfigKey<SecurityProtocol> CLIENT_SECURITY_PROTOCOL = ConfigKey.row(
                    "client", "security-protocol", ValueType.ofWords(SecurityProtocol.class, Enum::name))
            .byDefault("PLAINTEXT")
            .kafka("security.protocol", EVERY)
            .notByJmx()
            .doc("Whether connections are encrypted (SSL) and prove a user (SASL).");

    /** {@code mq.client.sasl-mechanism}. */
    public static final ConfigKey<SaslMechanism> CLIENT_SASL_MECHANISM = ConfigKey.row(
                    "client", "sasl-mechanism", ValueType.ofWords(SaslMechanism.class, SaslMechanism::word))
            .byDefault("PLAIN")
            .kafka("sasl.mechanism", EVERY)
            .notByJmx()
            .doc("How the user is proved; GSSAPI (Kerberos) needs mq.kafka.common.sasl.jaas.config.");

    /** {@code mq.client.sasl-username}. */
    public static final ConfigKey<String> CLIENT_SASL_USERNAME =
            text("sasl-username", "any text", null).doc("The user, for PLAIN and SCRAM.");

    /** {@code mq.client.sasl-password}. */
    public static final ConfigKey<String> CLIENT_SASL_PASSWORD =
            text("sasl-password", "any text", null).doc("The user's password, for PLAIN and SCRAM.");

    /** {@code mq.client.oauth-endpoint}. */
    public static final ConfigKey<String> CLIENT_OAUTH_ENDPOINT = text(
                    "oauth-endpoint", "an https, http or file URL", "sasl.oauthbearer.token.endpoint.url")
            .doc("Where OAUTHBEARER gets its tokens; must also stand in the system property"
                    + " org.apache.kafka.sasl.oauthbearer.allowed.urls.");

    /** {@code mq.client.oauth-client-id}. */
    public static final ConfigKey<String> CLIENT_OAUTH_CLIENT_ID = text(
                    "oauth-client-id", "any text", "sasl.oauthbearer.client.credentials.client.id")
            .doc("Who asks for the token.");

    /** {@code mq.client.oauth-client-secret}. */
    public static final ConfigKey<String> CLIENT_OAUTH_CLIENT_SECRET = text(
                    "oauth-client-secret", "any text", "sasl.oauthbearer.client.credentials.client.secret")
            .doc("The secret of who asks for the token.");

    /** {@code mq.client.oauth-scope}. */
    public static final ConfigKey<String> CLIENT_OAUTH_SCOPE =
            text("oauth-scope", "any text", "sasl.oauthbearer.scope").doc("What the token is to be good for.");

    /** {@code mq.client.ssl-truststore-location}. */
    public static final ConfigKey<String> CLIENT_SSL_TRUSTSTORE_LOCATION = text(
                    "ssl-truststore-location", "a file that can be read", "ssl.truststore.location")
            .doc("The certificates of those who may sign a broker's; without it, those that Java trusts.");

    /** {@code mq.client.ssl-truststore-password}. */
    public static final ConfigKey<String> CLIENT_SSL_TRUSTSTORE_PASSWORD = text(
                    "ssl-truststore-password", "any text", "ssl.truststore.password")
            .doc("The password of that file; none for PEM.");

    /** {@code mq.client.ssl-truststore-type}. */
    public static final ConfigKey<StoreType> CLIENT_SSL_TRUSTSTORE_TYPE =
            type("ssl-truststore-type").doc("What that file is; auto goes by its name.");

    /** {@code mq.client.ssl-truststore-certificates}. */
    public static final ConfigKey<String> CLIENT_SSL_TRUSTSTORE_CERTIFICATES = text(
                    "ssl-truststore-certificates", "PEM text", "ssl.truststore.certificates")
            .doc("The certificates themselves, instead of a file.");

    /** {@code mq.client.ssl-keystore-location}. */
    public static final ConfigKey<String> CLIENT_SSL_KEYSTORE_LOCATION = text(
                    "ssl-keystore-location", "a file that can be read", "ssl.keystore.location")
            .doc("The key and certificate that this client shows to a broker that asks for them.");

    /** {@code mq.client.ssl-keystore-password}. */
    public static final ConfigKey<String> CLIENT_SSL_KEYSTORE_PASSWORD = text(
                    "ssl-keystore-password", "any text", "ssl.keystore.password")
            .doc("The password of that file; none for PEM.");

    /** {@code mq.client.ssl-keystore-type}. */
    public static final ConfigKey<StoreType> CLIENT_SSL_KEYSTORE_TYPE =
            type("ssl-keystore-type").doc("What that file is; auto goes by its name.");

    /** {@code mq.client.ssl-key-password}. */
    public static final ConfigKey<String> CLIENT_SSL_KEY_PASSWORD = text(
                    "ssl-key-password", "any text", "ssl.key.password")
            .doc("The password of the key, where it has one of its own.");

    /** {@code mq.client.ssl-keystore-key}. */
    public static final ConfigKey<String> CLIENT_SSL_KEYSTORE_KEY = text(
                    "ssl-keystore-key", "PEM text, PKCS #8", "ssl.keystore.key")
            .doc("The client's key itself, instead of a file.");

    /** {@code mq.client.ssl-keystore-certificate-chain}. */
    public static final ConfigKey<String> CLIENT_SSL_KEYSTORE_CERTIFICATE_CHAIN = text(
                    "ssl-keystore-certificate-chain", "PEM text", "ssl.keystore.certificate.chain")
            .doc("The client's certificate and those up to the one that the broker trusts, instead of a file.");

    /** {@code mq.client.ssl-endpoint-identification}. */
    public static final ConfigKey<EndpointIdentification> CLIENT_SSL_ENDPOINT_IDENTIFICATION = ConfigKey.row(
                    "client",
                    "ssl-endpoint-identification",
                    ValueType.ofWords(
                            EndpointIdentification.class, value -> value.name().toLowerCase(Locale.ROOT)))
            .byDefault("https")
            .kafka("ssl.endpoint.identification.algorithm", EVERY)
            .notByJmx()
            .doc("Whether a broker's certificate must bear the name that is connected to.");

    private static final List<ConfigKey<?>> ALL = List.of(
            CLIENT_SECURITY_PROTOCOL,
            CLIENT_SASL_MECHANISM,
            CLIENT_SASL_USERNAME,
            CLIENT_SASL_PASSWORD,
            CLIENT_OAUTH_ENDPOINT,
            CLIENT_OAUTH_CLIENT_ID,
            CLIENT_OAUTH_CLIENT_SECRET,
            CLIENT_OAUTH_SCOPE,
            CLIENT_SSL_TRUSTSTORE_LOCATION,
            CLIENT_SSL_TRUSTSTORE_PASSWORD,
            CLIENT_SSL_TRUSTSTORE_TYPE,
            CLIENT_SSL_TRUSTSTORE_CERTIFICATES,
            CLIENT_SSL_KEYSTORE_LOCATION,
            CLIENT_SSL_KEYSTORE_PASSWORD,
            CLIENT_SSL_KEYSTORE_TYPE,
            CLIENT_SSL_KEY_PASSWORD,
            CLIENT_SSL_KEYSTORE_KEY,
            CLIENT_SSL_KEYSTORE_CERTIFICATE_CHAIN,
            CLIENT_SSL_ENDPOINT_IDENTIFICATION);

    private SecurityKeys() {}

    /** Every row, in order; unmodifiable. */
    public static List<ConfigKey<?>> all() {
        return ALL;
    }

    private static ConfigKey.Row<String> text(String shortName, String allowed, @Nullable String kafkaKey) {
        var row = ConfigKey.row("client", shortName, ValueType.ofOptionalText(allowed))
                .byDefault("", "none")
                .notByJmx();
        return kafkaKey == null ? row : row.kafka(kafkaKey, EVERY);
    }

    private static ConfigKey.Row<StoreType> type(String shortName) {
        return ConfigKey.row("client", shortName, ValueType.ofWords(StoreType.class, SecurityKeys::word))
                .byDefault("auto")
                .kafka(shortName.replace("-", "."), EVERY)
                .notByJmx();
    }

    private static String word(StoreType type) {
        return type == StoreType.AUTO ? "auto" : type.name();
    }
}
