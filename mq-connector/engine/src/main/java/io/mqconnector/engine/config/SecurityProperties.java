// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Map;

/** What Kafka's properties do not say as our keys do: its JAAS line, its store types. Stateless. */
final class SecurityProperties {
    private SecurityProperties() {}

    /** Puts what follows from the keys; what is set raw comes later and wins. */
    static void put(Map<String, Object> properties, KafkaClient client, Values values) {
        if (values.get(SecurityKeys.CLIENT_SECURITY_PROTOCOL).isAuthenticated()) {
            putSasl(properties, client, values);
        } else {
            properties.remove("sasl.mechanism");
        }
        putType(
                properties,
                "ssl.truststore.type",
                values.get(SecurityKeys.CLIENT_SSL_TRUSTSTORE_TYPE),
                values.get(SecurityKeys.CLIENT_SSL_TRUSTSTORE_LOCATION),
                values.get(SecurityKeys.CLIENT_SSL_TRUSTSTORE_CERTIFICATES));
        putType(
                properties,
                "ssl.keystore.type",
                values.get(SecurityKeys.CLIENT_SSL_KEYSTORE_TYPE),
                values.get(SecurityKeys.CLIENT_SSL_KEYSTORE_LOCATION),
                values.get(SecurityKeys.CLIENT_SSL_KEYSTORE_KEY));
        if (values.get(SecurityKeys.CLIENT_SSL_ENDPOINT_IDENTIFICATION) == EndpointIdentification.NONE) {
            properties.put("ssl.endpoint.identification.algorithm", "");
        }
        var contents = values.content(SecurityKeys.CLIENT_SSL_TRUSTSTORE_LOCATION)
                + values.content(SecurityKeys.CLIENT_SSL_KEYSTORE_LOCATION);
        if (!contents.isEmpty()) {
            properties.put(ConnectionConfig.STORE_CONTENTS, contents);
        }
    }

    private static void putSasl(Map<String, Object> properties, KafkaClient client, Values values) {
        var mechanism = values.get(SecurityKeys.CLIENT_SASL_MECHANISM);
        var line = mechanism.loginModule() + " required";
        if (mechanism.takesPassword()) {
            var user = values.get(SecurityKeys.CLIENT_SASL_USERNAME);
            if (user.isEmpty()) {
                return;
            }
            line += " username=" + quoted(user) + " password=" + quoted(values.get(SecurityKeys.CLIENT_SASL_PASSWORD));
        } else if (mechanism != SaslMechanism.OAUTHBEARER) {
            return;
        } else if (!values.get(SecurityKeys.CLIENT_OAUTH_ENDPOINT).isEmpty()) {
            properties.put(
                    "sasl.login.callback.handler.class",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
        }
        properties.put("sasl.jaas.config", RawKafka.typed(client, "sasl.jaas.config", line + ";"));
    }

    private static void putType(
            Map<String, Object> properties, String kafkaKey, StoreType type, String location, String inline) {
        properties.remove(kafkaKey);
        if (!inline.isEmpty()) {
            properties.put(kafkaKey, StoreType.PEM.name());
        } else if (!location.isEmpty()) {
            properties.put(kafkaKey, type.of(location).name());
        }
    }

    /** As Kafka's reader of JAAS lines, a {@code StreamTokenizer}, takes any text between quotation marks. */
    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\%03o", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
