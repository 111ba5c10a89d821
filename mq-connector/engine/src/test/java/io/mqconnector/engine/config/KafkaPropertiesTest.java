// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With real clients, which check more than the definitions of their properties say. They find no broker. */
class KafkaPropertiesTest {
    private static Map<String, Object> named(Map<String, Object> properties, String clientId) {
        var named = new HashMap<>(properties);
        named.put("client.id", clientId);
        return named;
    }

    private static Set<String> beansOf(String clientId) throws MalformedObjectNameException {
        var names = new TreeSet<String>();
        for (var name : ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka.*:*"), null)) {
            if (name.toString().contains(clientId)) {
                names.add(name.getKeyProperty("type"));
            }
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "mq.producer.acks, all",
        "mq.producer.acks, 1",
        "mq.producer.acks, 0",
        "mq.producer.idempotence, false",
        "mq.producer.max-in-flight, 100",
        "mq.producer.delivery-timeout, 30005ms",
        "mq.producer.batch-size, 0",
        "mq.connection.dial-timeout, 5m"
    })
    void buildProducersWithoutMoreThanOneMBean(String key, String value) throws MalformedObjectNameException {
        var properties = settings()
                .explicit("mq.client.brokers", "localhost:1")
                .explicit(key, value)
                .read()
                .producerProperties();

        var producer = new KafkaProducer<>(
                named(properties, "properties-test-p"), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            assertThat(beansOf("properties-test-p")).containsExactly("app-info");
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mq.consumer.max-poll-interval, 1m",
        "mq.consumer.isolation, read_committed",
        "mq.kafka.consumer.group.protocol, consumer",
        "mq.kafka.common.client.rack, r1"
    })
    void buildConsumersWithoutMoreThanOneMBean(String key, String value) throws MalformedObjectNameException {
        var properties = settings()
                .explicit("mq.client.brokers", "localhost:1")
                .explicit(key, value)
                .listener()
                .consumerProperties();

        var consumer = new KafkaConsumer<>(
                named(properties, "properties-test-c"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            assertThat(beansOf("properties-test-c")).containsExactly("app-info");
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Test
    void buildAdminClientsWithoutMoreThanOneMBean() throws MalformedObjectNameException {
        var properties =
                settings().explicit("mq.client.brokers", "localhost:1").read().adminProperties();

        var admin = Admin.create(named(properties, "properties-test-a"));
        try {
            assertThat(beansOf("properties-test-a")).containsExactly("app-info");
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    @Test
    void keepAdminClientsFromStartingOverAllTheTimeUnlessTheUserWantsThat() {
        var explicit = settings().explicit("mq.client.brokers", "localhost:1");
        assertThat(explicit.read().adminProperties()).containsEntry("metadata.recovery.strategy", "none");

        explicit.explicit("mq.kafka.admin.metadata.recovery.strategy", "rebootstrap");
        assertThat(explicit.read().adminProperties()).containsEntry("metadata.recovery.strategy", "rebootstrap");
    }
}
