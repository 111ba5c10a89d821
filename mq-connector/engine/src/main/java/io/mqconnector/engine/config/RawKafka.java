// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;

/**
 * What is known of Kafka's own properties: which are refused and why, which are secret, what Kafka accepts. Never builds
 * a Kafka client or its configuration object, which would log every property.
 */
final class RawKafka {
    private static final List<String> SECRET_WORDS =
            List.of("password", "passphrase", "secret", "token", "jaas", "credential", "key", "webhook");
    private static final Map<String, String> OWNED = owned();
    /** Kafka copies its definitions on every call; these are only read. */
    private static final Map<KafkaClient, ConfigDef> DEFINITIONS = Map.of(
            KafkaClient.PRODUCER, KafkaClient.PRODUCER.definition(),
            KafkaClient.CONSUMER, KafkaClient.CONSUMER.definition(),
            KafkaClient.ADMIN, KafkaClient.ADMIN.definition());

    /** By client, those of {@link #names} by what the environment calls them. */
    private static final Map<String, Map<String, String>> BY_ENVIRONMENT = byEnvironment();

    private RawKafka() {}

    private static Map<String, Map<String, String>> byEnvironment() {
        var all = new LinkedHashMap<String, Map<String, String>>();
        all.put(RawSetting.word(null), byEnvironment(null));
        for (var client : KafkaClient.values()) {
            all.put(RawSetting.word(client), byEnvironment(client));
        }
        return all;
    }

    private static Map<String, String> byEnvironment(@Nullable KafkaClient client) {
        var names = new LinkedHashMap<String, String>();
        for (var name : names(client)) {
            names.put(SettingSource.environmentName(name), name);
        }
        return names;
    }

    /** Whether the environment calls a Kafka property so, one that is refused too. */
    static boolean isNameInEnvironment(@Nullable KafkaClient client, String name) {
        return ofEnvironment(client, name) != null
                || OWNED.keySet().stream()
                        .anyMatch(owned -> SettingSource.environmentName(owned).equals(name));
    }

    /** The Kafka property that the environment calls so, {@code LINGER_MS}, or null. */
    static @Nullable String ofEnvironment(@Nullable KafkaClient client, String name) {
        return requireNonNull(BY_ENVIRONMENT.get(RawSetting.word(client))).get(name);
    }

    private static Map<String, String> owned() {
        var owned = new LinkedHashMap<String, String>();
        for (var key : List.of("key.serializer", "value.serializer", "key.deserializer", "value.deserializer")) {
            owned.put(key, "the connector hands bytes to Kafka and converts payloads itself (MqPayloadConverter)");
        }
        owned.put(
                "enable.auto.commit",
                "it is always off; the connector commits what is done, see mq.consumer.auto-commit-interval");
        owned.put(
                "auto.commit.interval.ms",
                "the connector commits what is done itself; use mq.consumer.auto-commit-interval");
        owned.put("auto.offset.reset", "the connector pins the start itself; use mq.consumer.auto-offset-reset");
        owned.put("group.id", "use mq.consumer.group-id or the listener's own group");
        owned.put("group.instance.id", "every consumer gets one of its own; use mq.consumer.static-membership");
        owned.put("client.id", "every client gets an id of its own; use mq.client.client-id");
        owned.put("bootstrap.servers", "use mq.client.brokers");
        owned.put("bootstrap.controllers", "the connector talks to brokers; use mq.client.brokers");
        owned.put("transactional.id", "the connector makes it from the instance id");
        owned.put("allow.auto.create.topics", "it is always off: the connector creates no topics");
        owned.put("interceptor.classes", "the classes would be looked for in the connector, not in the application");
        return owned;
    }

    private static ConfigDef definition(KafkaClient client) {
        return requireNonNull(DEFINITIONS.get(client));
    }

    private static ConfigDef.@Nullable ConfigKey key(KafkaClient client, String kafkaKey) {
        return definition(client).configKeys().get(kafkaKey);
    }

    /** Whether Kafka knows this property for this client. */
    static boolean knows(KafkaClient client, String kafkaKey) {
        return key(client, kafkaKey) != null;
    }

    /** Why this property may not be set, or null if it may. */
    static @Nullable String refusal(String kafkaKey) {
        return OWNED.get(kafkaKey);
    }

    /** Whether the value of this property is never shown. */
    static boolean isSecret(String kafkaKey) {
        for (var client : KafkaClient.values()) {
            var key = key(client, kafkaKey);
            if (key != null && key.type == ConfigDef.Type.PASSWORD) {
                return true;
            }
        }
        // The name of a key store is none, what is in it is; nor is a bound for each key of records.
        var name = kafkaKey.toLowerCase(Locale.ROOT)
                .replace("keystore", "")
                .replace("keytab", "")
                .replace("per-key", "");
        for (var word : SECRET_WORDS) {
            if (name.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The Kafka properties that may be set raw, of one client or, for null, of all. */
    static Set<String> names(@Nullable KafkaClient of) {
        var names = new TreeSet<String>();
        for (var client : KafkaClient.values()) {
            if (of == null || of == client) {
                names.addAll(definition(client).names());
            }
        }
        names.removeAll(OWNED.keySet());
        return names;
    }

    /**
     * What is wrong with a value, or null.
     *
     * @param of the client it is for, or null for all that know the property
     */
    static @Nullable String problem(@Nullable KafkaClient of, String kafkaKey, String text) {
        if (text.contains("JndiLoginModule") || text.contains("LdapLoginModule")) {
            return "names JndiLoginModule or LdapLoginModule, which let a configuration run foreign code: refused";
        }
        if (kafkaKey.equals(SecurityRules.JAAS) && !isJaas(text)) {
            return "Kafka cannot read it; it must be of the form: <login module> required <option>=\"<value>\" ...;";
        }
        for (var client : KafkaClient.values()) {
            if ((of == null || of == client) && knows(client, kafkaKey)) {
                var problem = problemOf(client, kafkaKey, text);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    /** Looked at here, since what a client says of a line that it cannot read quotes parts of it. */
    private static boolean isJaas(String text) {
        try {
            return !JaasContext.loadClientContext(Map.of(SecurityRules.JAAS, new Password(text)))
                    .configurationEntries()
                    .isEmpty();
        } catch (KafkaException | IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable String problemOf(KafkaClient client, String kafkaKey, String text) {
        var key = key(client, kafkaKey);
        if (key == null) {
            return null;
        }
        if (key.type == ConfigDef.Type.CLASS) {
            return missingClass(text);
        }
        try {
            var value = ConfigDef.parseType(kafkaKey, text, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(kafkaKey, value);
            }
            if (kafkaKey.equals("metric.reporters") && value instanceof List<?> reporters) {
                for (var reporter : reporters) {
                    var missing = missingClass(String.valueOf(reporter));
                    if (missing != null) {
                        return missing;
                    }
                }
            }
            return null;
        } catch (ConfigException e) {
            return isSecret(kafkaKey)
                    ? "Kafka does not accept it; it must be a "
                            + key.type.name().toLowerCase(Locale.ROOT)
                    : "Kafka does not accept it: " + reason(kafkaKey, e.getMessage());
        }
    }

    private static @Nullable String missingClass(String name) {
        try {
            // Not initialised: only Kafka, on the connector's thread, runs its code.
            Class.forName(name.strip(), false, KafkaLoader.loader());
            return null;
        } catch (ClassNotFoundException | LinkageError e) {
            return "Kafka's class loader finds no such class";
        }
    }

    private static String reason(String kafkaKey, @Nullable String message) {
        if (message == null) {
            return "no reason given";
        }
        var at = message.indexOf("for configuration " + kafkaKey + ": ");
        return at < 0 ? message : message.substring(at + 20 + kafkaKey.length());
    }

    /** A value as Kafka's client takes it, typed, so that printing the properties shows no password. */
    static Object typed(KafkaClient client, String kafkaKey, String text) {
        var key = key(client, kafkaKey);
        if (key == null || key.type == ConfigDef.Type.CLASS) {
            return text;
        }
        var value = ConfigDef.parseType(kafkaKey, text, key.type);
        return value == null ? text : value;
    }
}
