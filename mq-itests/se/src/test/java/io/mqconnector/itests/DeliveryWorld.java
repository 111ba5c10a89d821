// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerBuilder;
import io.mqconnector.api.MqConsumerError;
import io.mqconnector.broker.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic with its dead letters, a connector, and a plain Kafka producer: what the tests of delivery need. */
final class DeliveryWorld implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final KafkaBroker broker;
    final String topic;
    final String group;
    final Journal journal = new Journal();
    final ConcurrentLinkedQueue<MqConsumerError> errors = new ConcurrentLinkedQueue<>();
    final Mq mq;
    private final KafkaProducer<byte[], byte[]> producer;

    DeliveryWorld(KafkaBroker broker, String name, int partitions, boolean hasDeadLetters) {
        this.broker = broker;
        topic = broker.uniqueTopic(name, partitions);
        group = "group." + topic;
        if (hasDeadLetters) {
            broker.createTopic(deadLetterTopic(), 1);
        }
        mq = Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(name + "-1")
                .build());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String deadLetterTopic() {
        return topic + "." + group + ".dlt";
    }

    /** From the beginning, with short pauses. */
    MqConsumerBuilder consumer() {
        return mq.consumer(group)
                .topics(topic)
                .onError(errors::add)
                .set("auto-offset-reset", "earliest")
                .set("retry-backoff", "10ms")
                .set("retry-max-backoff", "100ms")
                .set("auto-commit-interval", "100ms");
    }

    MqConsumerBuilder consumer(Map<String, String> settings) {
        var builder = consumer();
        settings.forEach(builder::set);
        return builder;
    }

    /** Writes records {@code m<from>…}, keys in turn, and waits for them. */
    void fill(int from, int count, int keys) {
        for (int i = from; i < from + count; i++) {
            write(null, "k" + i % keys, "m" + i);
        }
        producer.flush();
    }

    void write(@Nullable Integer partition, @Nullable String key, @Nullable String value) {
        write(new ProducerRecord<>(topic, partition, bytes(key), bytes(value)));
    }

    void write(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
    }

    void flush() {
        producer.flush();
    }

    static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Waits until the group has committed everything there is, as an independent client sees it. */
    void awaitAllCommitted() {
        await().atMost(PATIENCE).untilAsserted(this::assertAllCommitted);
    }

    /** As {@link #awaitAllCommitted}, and until the consumer has counted it all: it counts in bulk, and may commit before. */
    void awaitAllDone(MqConsumer consumer) {
        awaitAllCommitted();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(consumer.stats().inFlightCount()).isZero());
    }

    void assertAllCommitted() {
        var ends = new HashMap<>(broker.endOffsets(topic));
        assertThat(broker.committedOffsets(group)).isEqualTo(ends);
    }

    /** Deliveries of each key come in the order of their offsets. */
    void assertOrderOfKeys() {
        var last = new HashMap<@Nullable String, Long>();
        for (var entry : journal.firstDeliveries()) {
            var before = last.put(entry.key(), entry.place().offset());
            assertThat(before == null || before < entry.place().offset())
                    .as("%s after %s", entry, before)
                    .isTrue();
        }
    }

    List<MqConsumerError> errors(MqConsumerError.Kind kind) {
        return errors.stream().filter(error -> error.kind() == kind).toList();
    }

    /** Waits until each of so many members of the group has partitions, and the consumer all of them. */
    void awaitMembers(MqConsumer consumer, int members, int partitions) {
        awaitAssigned(consumer, partitions);
        await().atMost(PATIENCE).untilAsserted(() -> {
            var described = broker.admin()
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .get(group);
            assertThat(described).isNotNull();
            assertThat(described.groupState()).isEqualTo(GroupState.STABLE);
            assertThat(described.members())
                    .hasSize(members)
                    .noneMatch(member -> member.assignment().topicPartitions().isEmpty());
            assertThat(consumer.assignment()).hasSize(partitions);
        });
    }

    static void awaitAssigned(MqConsumer consumer, int partitions) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(consumer.assignment()).hasSize(partitions));
    }

    @Override
    public void close() {
        producer.close();
        mq.close();
    }
}
