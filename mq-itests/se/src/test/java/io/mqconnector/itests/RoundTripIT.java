// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@WithKafka
@Tag("smoke")
class RoundTripIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Seen(MqMessage message, MqMetadata metadata) {}

    private final KafkaBroker broker;

    RoundTripIT(KafkaBroker broker) {
        this.broker = broker;
    }

    private MqConfig.Builder config() {
        return MqConfig.builder().brokers(broker.bootstrapServers()).instanceId("round-trip-1");
    }

    @Test
    void deliversKeyValueHeadersTimestampAndPlaceAsTheyWereSent() {
        var topic = broker.uniqueTopic("round-trip", 3);
        var seen = new CopyOnWriteArrayList<Seen>();

        try (var mq = Mq.create(config().build());
                var consumer = mq.consumer("round-trip." + topic)
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .start((message, metadata) -> seen.add(new Seen(message, metadata)))) {
            var receipt = mq.producer()
                    .send(MqMessage.builder(topic)
                            .key("user-1")
                            .value("hello")
                            .header("X-Trace-ID", "first")
                            .header("X-Trace-ID", "second")
                            .timestamp(1_700_000_000_000L)
                            .build());
            mq.producer().send(topic, "user-1", null);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).hasSize(2));

            var first = seen.get(0);
            assertThat(first.message().keyText()).isEqualTo("user-1");
            assertThat(first.message().text()).isEqualTo("hello");
            assertThat(first.message().headers().all("X-Trace-ID")).hasSize(2);
            assertThat(first.metadata().headers().text("X-Trace-ID")).contains("second");
            assertThat(first.metadata().timestampMillis()).isEqualTo(1_700_000_000_000L);
            assertThat(first.metadata().topic()).isEqualTo(topic);
            assertThat(first.metadata().partitionNumber()).isEqualTo(receipt.partition());
            assertThat(first.metadata().offset()).isEqualTo(receipt.offset());
            assertThat(first.metadata().attempt()).isEqualTo(1);
            assertThat(seen.get(1).message().value()).isNull();
            // counted when the listener has returned
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(2));
        }

        assertThat(broker.committedOffsets("round-trip." + topic).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("closing commits everything that is done")
                .isEqualTo(2);
    }

    @Test
    void sendsInEveryForm() {
        var topic = broker.uniqueTopic("forms", 1);

        try (var mq = Mq.create(config().build())) {
            var producer = mq.producer();
            producer.send(topic, "a");
            producer.send(topic, "k", "b");
            producer.send(topic, "k", "c".getBytes(StandardCharsets.UTF_8), MqHeaders.of("h", "v"));
            producer.send(MqMessage.of(topic, "k", "d".getBytes(StandardCharsets.UTF_8)));
            producer.sendAsync(topic, "e").toCompletableFuture().join();
            producer.sendAsync(topic, "k", "f").toCompletableFuture().join();
            var batch = producer.sendBatch(List.of(
                    MqMessage.builder(topic).value("g").build(),
                    MqMessage.builder(topic).key("k").value("h").build()));
            assertThat(batch.isComplete()).isTrue();
            assertThat(batch.results())
                    .hasSize(2)
                    .allSatisfy(result -> assertThat(result.receipt()).isPresent());
            producer.flush(PATIENCE);

            var stats = producer.stats();
            assertThat(stats.acknowledgedCount()).isEqualTo(8);
            assertThat(stats.inFlightCount()).isZero();
            assertThat(stats.failedCount()).isZero();
            assertThat(stats.latencyP99Micros()).isPositive();
            assertThat(producer.ping(PATIENCE).isReachable()).isTrue();
        }

        var records = broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer());
        assertThat(records)
                .extracting(record -> record.value())
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h");
    }

    @Test
    void pausesAndResumesWithoutGivingUpPartitions() {
        var topic = broker.uniqueTopic("pause", 2);
        var delivered = new AtomicInteger();

        try (var mq = Mq.create(config().build());
                var consumer = mq.consumer("pause." + topic)
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .start((message, metadata) -> delivered.incrementAndGet())) {
            mq.producer().send(topic, "k", "1");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivered).hasValue(1));
            consumer.pause();
            for (int i = 0; i < 100; i++) {
                mq.producer().sendAsync(topic, "k" + i, "2");
            }
            mq.producer().flush(PATIENCE);
            await().during(Duration.ofMillis(500))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(delivered.get()).isLessThanOrEqualTo(1));
            consumer.resume();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivered).hasValue(101));
            assertThat(consumer.stats().revokedCount()).isZero();
        }
    }
}
