// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static io.mqconnector.itests.DeliveryWorld.PATIENCE;
import static io.mqconnector.itests.DeliveryWorld.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqDeadLetter;
import io.mqconnector.api.MqRejectedException;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithKafka
@Timeout(180)
class DeadLetterIT {
    private final KafkaBroker broker;

    DeadLetterIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key", "unordered"})
    void carriesARecordThatKeepsFailingUnchangedAndGoesOnBehindIt(String ordering) {
        try (var world = new DeliveryWorld(broker, "letter-" + ordering, 1, true)) {
            var value = new byte[] {0, (byte) 0xFF, 1, (byte) 0xC3, 0x28};
            var key = new byte[] {9, 0, (byte) 0x80};
            var poison = new ProducerRecord<>(world.topic, 0, 1_234_567_890_123L, key, value);
            poison.headers()
                    .add("twice", bytes("one"))
                    .add("twice", bytes("two"))
                    .add("empty", null);
            world.fill(0, 10, 3);
            world.write(poison);
            world.fill(10, 10, 3);
            var before = Instant.now().minusMillis(1);
            try (var consumer = world.consumer(Map.of("ordering", ordering, "workers", "4"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if (metadata.offset() == 10) {
                            throw new IllegalStateException("cannot read this");
                        }
                    }))) {
                world.awaitAllDone(consumer);

                assertThat(consumer.stats().deadLetterCount()).isEqualTo(1);
                assertThat(consumer.stats().failedCount()).isEqualTo(3);
                assertThat(consumer.stats().deliveredCount()).isEqualTo(21);
                assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING);
            }

            var letters = broker.consumeAll(world.deadLetterTopic());
            assertThat(letters).hasSize(1);
            var letter = letters.get(0);
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            var headers = letter.headers().toArray();
            assertThat(headers[0].key()).isEqualTo("twice");
            assertThat(headers[0].value()).isEqualTo(bytes("one"));
            assertThat(headers[1].key()).isEqualTo("twice");
            assertThat(headers[1].value()).isEqualTo(bytes("two"));
            assertThat(headers[2].key()).isEqualTo("empty");
            assertThat(headers[2].value()).isNull();
            var said = new TreeMap<String, String>();
            for (int i = 3; i < headers.length; i++) {
                assertThat(said.put(headers[i].key(), new String(headers[i].value(), StandardCharsets.UTF_8)))
                        .isNull();
            }
            assertThat(said)
                    .containsEntry(MqDeadLetter.TOPIC, world.topic)
                    .containsEntry(MqDeadLetter.PARTITION, "0")
                    .containsEntry(MqDeadLetter.OFFSET, "10")
                    .containsEntry(MqDeadLetter.TIMESTAMP, "1234567890123")
                    .containsEntry(MqDeadLetter.GROUP, world.group)
                    .containsEntry(MqDeadLetter.LISTENER, world.group)
                    .containsEntry(MqDeadLetter.ATTEMPTS, "3")
                    .containsEntry(MqDeadLetter.RETRY_COUNT, "2")
                    .containsEntry(MqDeadLetter.EXCEPTION_CLASS, "java.lang.IllegalStateException")
                    .containsEntry(MqDeadLetter.EXCEPTION_MESSAGE, "cannot read this");
            var first = Instant.parse(said.get(MqDeadLetter.FIRST_FAILURE));
            var last = Instant.parse(said.get(MqDeadLetter.LAST_FAILURE));
            assertThat(first).isBetween(before, last.minusMillis(20));
            assertThat(last).isBeforeOrEqualTo(Instant.now());
            assertThat(world.journal.at(
                            new Journal.Place(new org.apache.kafka.common.TopicPartition(world.topic, 0), 10)))
                    .extracting(Journal.Entry::attempt)
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void takesOneRecordOutOfABatchOfFiveHundred() {
        try (var world = new DeliveryWorld(broker, "letter-batch", 1, true)) {
            world.fill(0, 500, 20);
            try (var consumer = world.consumer(Map.of("batch-max-records", "500"))
                    .startBatches(batch -> {
                        for (var delivery : batch) {
                            if ("m321".equals(delivery.text())) {
                                throw new IllegalStateException("poison");
                            }
                        }
                        batch.forEach(delivery -> world.journal.write("one", delivery, delivery));
                    })) {
                world.awaitAllDone(consumer);

                assertThat(consumer.stats().deadLetterCount()).isEqualTo(1);
            }
            assertThat(broker.consumeAll(world.deadLetterTopic()))
                    .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                    .containsExactly("m321");
            assertThat(world.journal.texts())
                    .hasSize(499)
                    .doesNotHaveDuplicates()
                    .doesNotContain("m321");
        }
    }

    @Test
    void sendsARejectedRecordAtOnce() {
        try (var world = new DeliveryWorld(broker, "letter-rejected", 1, true)) {
            world.fill(0, 3, 1);
            try (var consumer = world.consumer().start(world.journal.writer("one", (message, metadata) -> {
                if ("m1".equals(message.text())) {
                    throw new MqRejectedException("never", null);
                }
            }))) {
                world.awaitAllDone(consumer);

                assertThat(consumer.stats().failedCount()).isEqualTo(1);
                assertThat(consumer.stats().deadLetterCount()).isEqualTo(1);
            }
            assertThat(world.journal.texts()).containsExactly("m0", "m1", "m2");
        }
    }

    @Test
    @OnlyInCi
    void waitsWithThePartitionUntilTheDeadLetterTopicIsThere() {
        try (var world = new DeliveryWorld(broker, "letter-missing", 2, false)) {
            world.write(0, "a", "poison");
            world.write(0, "a", "behind");
            world.write(1, "b", "beside");
            world.flush();
            try (var consumer = world.consumer().start(world.journal.writer("one", (message, metadata) -> {
                if ("poison".equals(message.text())) {
                    throw new IllegalStateException("poison");
                }
            }))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.errors(MqConsumerError.Kind.DEAD_LETTER_FAILED))
                                .hasSize(1));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(world.journal.texts()).contains("beside");
                    assertThat(consumer.state()).isEqualTo(MqConsumer.State.DEGRADED);
                    assertThat(consumer.stats().stoppedCount()).isEqualTo(1);
                });
                assertThat(world.journal.texts()).doesNotContain("behind");
                assertThat(broker.committedOffsets(world.group))
                        .containsEntry(new org.apache.kafka.common.TopicPartition(world.topic, 0), 0L);

                broker.createTopic(world.deadLetterTopic(), 1);

                world.awaitAllCommitted();
                assertThat(world.journal.texts()).contains("behind");
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(consumer.stats().stoppedCount()).isZero());
            }
            assertThat(broker.consumeAll(world.deadLetterTopic())).hasSize(1);
        }
    }

    @Test
    void doesNotStartWithoutTheDeadLetterTopicWhenItIsRequired() {
        try (var world = new DeliveryWorld(broker, "letter-required", 1, false)) {
            var builder = world.consumer(Map.of("dead-letter-required", "true"));

            assertThatThrownBy(() -> builder.start(world.journal.writer("one")))
                    .isInstanceOf(MqConfigException.class)
                    .hasMessageContaining(world.deadLetterTopic())
                    .hasMessageContaining("create");

            broker.createTopic(world.deadLetterTopic(), 1);
            builder.start(world.journal.writer("one")).close();
        }
    }

    @Test
    void skipsWhatKeepsFailingWhenToldTo() {
        try (var world = new DeliveryWorld(broker, "skip", 1, false)) {
            world.fill(0, 5, 1);
            try (var consumer = world.consumer(Map.of("failure-policy", "skip", "retry-attempts", "2"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if ("m2".equals(message.text())) {
                            throw new IllegalStateException("skip me");
                        }
                    }))) {
                world.awaitAllDone(consumer);

                assertThat(consumer.stats().skippedCount()).isEqualTo(1);
                assertThat(consumer.stats().failedCount()).isEqualTo(2);
                assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING);
            }
            assertThat(world.journal.texts()).containsExactly("m0", "m1", "m2", "m2", "m3", "m4");
        }
    }

    @Test
    void standsStillAtWhatKeepsFailingWhenToldToUntilItIsResumed() {
        try (var world = new DeliveryWorld(broker, "stop", 2, false)) {
            var isHealed = new AtomicBoolean();
            world.write(0, "a", "first");
            world.write(0, "a", "poison");
            world.write(0, "a", "behind");
            world.write(1, "b", "beside");
            world.flush();
            try (var consumer = world.consumer(Map.of("failure-policy", "stop", "retry-attempts", "2"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if ("poison".equals(message.text()) && !isHealed.get()) {
                            throw new IllegalStateException("stop here");
                        }
                    }))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.errors(MqConsumerError.Kind.PARTITION_STOPPED))
                                .hasSize(1));
                await().during(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(world.journal.texts()).doesNotContain("behind").contains("beside");
                    assertThat(consumer.state()).isEqualTo(MqConsumer.State.DEGRADED);
                });
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(broker.committedOffsets(world.group))
                                .containsEntry(new org.apache.kafka.common.TopicPartition(world.topic, 0), 1L));

                isHealed.set(true);
                consumer.resume();

                world.awaitAllCommitted();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING));
            }
            assertThat(world.journal.entries().stream()
                            .filter(entry -> "poison".equals(entry.text()))
                            .map(Journal.Entry::attempt))
                    .containsExactly(1, 2, 3);
        }
    }
}
