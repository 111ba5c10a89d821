// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The kinds of Kafka clients, each with its own definition of properties. */
public enum KafkaClient {
    /** {@code KafkaProducer}. */
    PRODUCER("producer"),
    /** {@code KafkaConsumer}. */
    CONSUMER("consumer"),
    /** {@code Admin}. */
    ADMIN("admin");

    private final String word;

    KafkaClient(String word) {
        this.word = word;
    }

    /** As in {@code mq.kafka.<word>.}. */
    public String word() {
        return word;
    }

    /** Kafka's definition of this client's properties: a copy, see {@link RawKafka}. */
    ConfigDef definition() {
        return KafkaLoader.asContext(() -> switch (this) {
            case PRODUCER -> ProducerConfig.configDef();
            case CONSUMER -> ConsumerConfig.configDef();
            case ADMIN -> AdminClientConfig.configDef();
        });
    }
}
