// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A raw Kafka property. Immutable.
 *
 * @param setting as found
 * @param client the client it is for; null for all that know it
 * @param kafkaKey Kafka's name
 */
record RawSetting(Setting setting, @Nullable KafkaClient client, String kafkaKey) {
    /** What may follow {@code mq.kafka.}. */
    static final List<String> CLIENT_WORDS = List.of("common", "producer", "consumer", "admin");

    /** {@code mq.kafka.common.}, {@code mq.kafka.producer.}, … */
    static String prefix(@Nullable KafkaClient client) {
        return "mq." + word(client);
    }

    /** {@code kafka.common.}, {@code kafka.producer.}, … */
    static String word(@Nullable KafkaClient client) {
        return "kafka." + (client == null ? "common" : client.word()) + ".";
    }

    /** {@code kafka.producer.linger.ms}, whatever connection it is set for. */
    String shortName() {
        return word(client) + kafkaKey;
    }

    ConfigValue shown() {
        return new ConfigValue(setting.key(), setting.shownText(), setting.layer(), setting.source());
    }

    /** What is wrong with it, or null. */
    @Nullable
    String problem() {
        var refusal = RawKafka.refusal(kafkaKey);
        if (refusal != null) {
            return setting.problem("the connector owns this property: " + refusal);
        }
        var problem = RawKafka.problem(client, kafkaKey, setting.text());
        return problem == null ? null : setting.problem(problem);
    }

    /** The warning about a property that Kafka does not know, or null. */
    @Nullable
    String warning() {
        if (RawKafka.names(client).contains(kafkaKey)) {
            return null;
        }
        return setting.key() + " from " + setting.source() + ": Kafka knows no such property; it is handed on as it is"
                + Suggestion.of(kafkaKey, RawKafka.names(client));
    }
}
