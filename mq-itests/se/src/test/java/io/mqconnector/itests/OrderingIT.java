// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static io.mqconnector.itests.DeliveryWorld.PATIENCE;
import static io.mqconnector.itests.DeliveryWorld.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithKafka
@Timeout(240)
class OrderingIT {
    private static final int KEYS = 200;

    private final KafkaBroker broker;

    OrderingIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @Test
    void letsTheOtherKeysGoOnBesideAPoisonedOne() {
        try (var world = new DeliveryWorld(broker, "poison-key", 2, false)) {
            var isHealed = new AtomicBoolean();
            world.fill(0, 20_000, KEYS);
            try (var consumer = world.consumer(Map.of(
                            "ordering",
                            "key",
                            "workers",
                            "16",
                            "retry-attempts",
                            "0",
                            "max-in-flight",
                            "1000",
                            "max-in-flight-per-key",
                            "50"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if ("k7".equals(message.keyText()) && !isHealed.get()) {
                            throw new IllegalStateException("poisoned key");
                        }
                    }))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.firstDeliveries().stream()
                                        .filter(entry -> !"k7".equals(entry.key()))
                                        .count())
                                .isEqualTo(20_000 - 20_000 / KEYS));
                assertThat(world.journal.entries().stream()
                                .filter(entry -> "k7".equals(entry.key()))
                                .map(Journal.Entry::place)
                                .distinct())
                        .as("the poisoned key stays at its first record")
                        .hasSize(1);

                isHealed.set(true);
                world.awaitAllCommitted();
                assertThat(consumer.stats().revokedCount()).isZero();
            }
            world.assertOrderOfKeys();
            assertThat(world.journal.places()).hasSize(20_000);
        }
    }

    @Test
    void stopsFetchingWhenTheSpanBehindAStuckRecordIsUsedUp() {
        try (var world = new DeliveryWorld(broker, "span", 1, false)) {
            var release = new CountDownLatch(1);
            world.fill(0, 5_000, 50);
            try (var consumer = world.consumer(
                            Map.of("ordering", "key", "workers", "4", "max-span", "1000", "max-poll-records", "100"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if (metadata.offset() == 0) {
                            release.await();
                        }
                    }))) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(consumer.stats().pauseCount()).isPositive());
                assertThat(world.journal.firstDeliveries())
                        .allSatisfy(entry -> assertThat(entry.place().offset()).isLessThan(1_000));

                release.countDown();
                world.awaitAllCommitted();
            } finally {
                release.countDown();
            }
            assertThat(world.journal.entries()).hasSize(5_000);
        }
    }

    @Test
    void doesNotLetAHotKeyFillThePartition() {
        try (var world = new DeliveryWorld(broker, "hot-key", 1, false)) {
            var release = new CountDownLatch(1);
            world.fill(0, 5_000, 1); // all of k0
            for (int i = 0; i < 500; i++) {
                world.write(null, "cold" + i % 10, "c" + i);
            }
            world.flush();
            try (var consumer = world.consumer(Map.of(
                            "ordering",
                            "key",
                            "workers",
                            "4",
                            "max-in-flight",
                            "1000",
                            "max-poll-records",
                            "100",
                            "max-in-flight-per-key",
                            "100"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if ("k0".equals(message.keyText())) {
                            release.await();
                        }
                    }))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.entries().stream()
                                        .filter(entry -> !"k0".equals(entry.key()))
                                        .count())
                                .as("cold records behind 5,000 of the stuck key")
                                .isEqualTo(500));
                release.countDown();
                world.awaitAllCommitted();
                assertThat(consumer.stats().cutOffCount()).isZero();
            } finally {
                release.countDown();
            }
            world.assertOrderOfKeys();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key", "unordered"})
    void commitsToTheEndOfWhatHasGapsTombstonesAndAbortedRecords(String ordering) {
        try (var world = new DeliveryWorld(broker, "gaps-" + ordering, 2, false);
                var transactional = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "gaps-" + ordering),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            transactional.initTransactions();
            int committed = 0;
            for (int round = 0; round < 20; round++) {
                transactional.beginTransaction();
                for (int i = 0; i < 25; i++) {
                    var key = i % 5 == 0 ? null : "k" + i % 7;
                    var value = i % 6 == 0 ? null : "r" + round + "." + i;
                    var unused = transactional.send(new ProducerRecord<>(world.topic, i % 2, bytes(key), bytes(value)));
                }
                if (round % 3 == 1) {
                    transactional.abortTransaction();
                } else {
                    transactional.commitTransaction();
                    committed += 25;
                }
            }
            try (var consumer = world.consumer(
                            Map.of("ordering", ordering, "workers", "4", "isolation", "read_committed"))
                    .start(world.journal.writer("one"))) {
                world.awaitAllCommitted();
                // counted with the slice they were done in, which may end after the commit
                long all = committed;
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(consumer.stats().deliveredCount()).isEqualTo(all));
            }
            assertThat(world.journal.entries()).hasSize(committed);
            world.assertAllCommitted();
        }
    }

    @ParameterizedTest
    @CsvSource({"key,record", "unordered,record", "key,batch"})
    void handsOnWhatIsDoneBeyondTheCommittedOffsetAndHowOftenRecordsHaveFailed(String ordering, String form) {
        try (var world = new DeliveryWorld(broker, "handed-on-" + ordering + "-" + form, 1, false)) {
            world.fill(0, 1_000, KEYS);
            var settings = Map.of(
                    "ordering",
                    ordering,
                    "workers",
                    "8",
                    "retry-attempts",
                    "0",
                    "retry-backoff",
                    "50ms",
                    "retry-max-backoff",
                    "50ms",
                    "batch-max-records",
                    "10");
            int failing = 3;
            try (var first = start(world, "first", settings, form, failing)) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(first.stats().receivedCount()).isEqualTo(1_000);
                    assertThat(first.stats().inFlightCount())
                            .as("only what waits behind the failing record")
                            .isLessThanOrEqualTo(10);
                });
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(attempts(world, failing)).isGreaterThan(3));
            }
            long attempts = attempts(world, failing);
            assertThat(broker.committedOffsets(world.group))
                    .containsEntry(new TopicPartition(world.topic, 0), (long) failing);

            try (var second = start(world, "second", settings, form, -1)) {
                world.awaitAllCommitted();
                assertThat(second.stats().recognisedCount()).isGreaterThan(900);
            }
            var done = world.journal.of("first").stream()
                    .map(Journal.Entry::place)
                    .filter(place -> place.offset() != failing)
                    .collect(Collectors.toSet());
            var again = new HashSet<>(world.journal.of("second").stream()
                    .map(Journal.Entry::place)
                    .toList());
            if (form.equals("record")) {
                again.retainAll(done);
                assertThat(again)
                        .as("done by the first, and delivered to the second")
                        .isEmpty();
            }
            assertThat(world.journal.of("second").stream()
                            .filter(entry -> entry.place().offset() == failing)
                            .map(Journal.Entry::attempt))
                    .as("goes on counting")
                    .containsExactly((int) attempts + 1);
            assertThat(world.journal.places()).hasSize(1_000);
        }
    }

    private static long attempts(DeliveryWorld world, long offset) {
        return world.journal.of("first").stream()
                .filter(entry -> entry.place().offset() == offset)
                .count();
    }

    private static MqConsumer start(
            DeliveryWorld world, String who, Map<String, String> settings, String form, int failing) {
        var builder = world.consumer(settings).name(who);
        if (form.equals("record")) {
            return builder.start(world.journal.writer(who, (message, metadata) -> {
                if (metadata.offset() == failing) {
                    throw new IllegalStateException("told to fail");
                }
            }));
        }
        return builder.startBatches(batch -> {
            batch.forEach(delivery -> world.journal.write(who, delivery, delivery));
            for (var delivery : batch) {
                if (delivery.offset() == failing) {
                    throw new IllegalStateException("told to fail");
                }
            }
        });
    }

    @Test
    void runsDifferentKeysSideBySideAndNeverTwoRecordsOfOne() {
        try (var world = new DeliveryWorld(broker, "side-by-side", 2, false)) {
            var inside = new ConcurrentHashMap<String, Boolean>();
            var overlaps = new ConcurrentHashMap<String, Boolean>();
            var most = new HashMap<String, Integer>();
            world.fill(0, 2_000, 50);
            try (var consumer = world.consumer(Map.of("ordering", "key", "workers", "16"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        var key = String.valueOf(message.keyText());
                        if (inside.put(key, true) != null) {
                            overlaps.put(key, true);
                        }
                        synchronized (most) {
                            most.merge("most", inside.size(), Math::max);
                        }
                        LockSupport.parkNanos(500_000);
                        inside.remove(key);
                    }))) {
                world.awaitAllCommitted();
                assertThat(consumer.stats().redeliveredCount()).isZero();
            }
            assertThat(overlaps).isEmpty();
            assertThat(most.get("most")).as("keys at a time").isGreaterThan(8);
            world.assertOrderOfKeys();
        }
    }
}
