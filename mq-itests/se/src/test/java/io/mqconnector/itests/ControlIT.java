// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static io.mqconnector.itests.DeliveryWorld.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqPartition;
import io.mqconnector.api.MqTrace;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program says to a consumer, and a listener to its delivery. */
@OnlyInCi
@WithKafka
@Timeout(180)
class ControlIT {
    private final KafkaBroker broker;

    ControlIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key", "unordered"})
    void seeksBackAndForth(String ordering) {
        try (var world = new DeliveryWorld(broker, "seek-" + ordering, 1, false)) {
            var zero = new MqPartition(world.topic, 0);
            world.fill(0, 100, 5);
            try (var consumer =
                    world.consumer(Map.of("ordering", ordering, "workers", "4")).start(world.journal.writer("one"))) {
                world.awaitAllCommitted();
                assertThat(consumer.positions()).isEqualTo(Map.of(zero, 100L));
                // others may see a commit before its answer is read
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(consumer.committed()).isEqualTo(Map.of(zero, 100L)));

                consumer.pause();
                consumer.seek(zero, 90, PATIENCE);
                assertThat(broker.committedOffsets(world.group)).containsValue(90L);
                consumer.resume();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.entries()).hasSize(110));
                world.awaitAllCommitted();

                consumer.seekToBeginning(Set.of(), PATIENCE);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.entries()).hasSize(210));

                consumer.pause();
                world.fill(100, 50, 5);
                consumer.seekToEnd(Set.of(zero), PATIENCE);
                consumer.resume();
                world.fill(150, 1, 5);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.texts()).contains("m150"));
                world.awaitAllCommitted();
                assertThat(world.journal.texts()).as("passed over").doesNotContain("m120");

                consumer.seekToTime(Set.of(zero), Instant.now().plusSeconds(3_600), PATIENCE);
                consumer.seekToTime(Set.of(zero), Instant.EPOCH, PATIENCE);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.texts()).contains("m120"));

                assertThatThrownBy(() -> consumer.seek(zero, 1_000, PATIENCE))
                        .isInstanceOf(MqConfigException.class)
                        .hasMessageContaining("1000")
                        .hasMessageContaining("0 to 151");
                assertThatThrownBy(() -> consumer.seek(new MqPartition(world.topic, 7), 0, PATIENCE))
                        .isInstanceOf(MqConfigException.class)
                        .hasMessageContaining("not assigned");
            }
        }
    }

    @Test
    void commitsPastAnUnfinishedRecordOnlyByForce() {
        try (var world = new DeliveryWorld(broker, "force", 1, false)) {
            var zero = new MqPartition(world.topic, 0);
            world.fill(0, 20, 20);
            try (var consumer = world.consumer(Map.of(
                            "ordering", "key", "workers", "4", "retry-attempts", "0", "auto-commit-interval", "1h"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if (metadata.offset() == 5) {
                            throw new IllegalStateException("told to fail");
                        }
                    }))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(consumer.stats().inFlightCount()).isEqualTo(1));
                consumer.commit(PATIENCE);
                assertThat(broker.committedOffsets(world.group)).containsValue(5L);

                assertThatThrownBy(() -> consumer.commit(Map.of(zero, 10L), false, PATIENCE))
                        .isInstanceOf(MqConfigException.class)
                        .hasMessageContaining("the record at 5 is unfinished");
                assertThat(broker.committedOffsets(world.group)).containsValue(5L);
                assertThatThrownBy(() -> consumer.commit(Map.of(zero, 3L), false, PATIENCE))
                        .isInstanceOf(MqConfigException.class)
                        .hasMessageContaining("seek to go back");

                consumer.commit(Map.of(zero, 10L), true, PATIENCE);
                assertThat(broker.committedOffsets(world.group)).containsValue(10L);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(consumer.positions()).isEqualTo(Map.of(zero, 20L)));
                consumer.commit(PATIENCE);
                world.assertAllCommitted();
            }
            assertThat(world.journal.entries().stream()
                            .filter(entry -> entry.place().offset() != 5))
                    .as("what was done beyond is not delivered again")
                    .hasSize(19);
        }
    }

    @Test
    void commitsAllOffsetsOrNoneOfThem() {
        try (var world = new DeliveryWorld(broker, "all-or-none", 3, false)) {
            try (var consumer = world.consumer(
                            Map.of("retry-attempts", "0", "consumers", "2", "auto-commit-interval", "1h"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if (metadata.partitionNumber() == 1 && metadata.offset() == 5) {
                            throw new IllegalStateException("told to fail");
                        }
                    }))) {
                // whoever gives partitions up to the other one commits what is done
                world.awaitMembers(consumer, 2, 3);
                for (int partition = 0; partition < 3; partition++) {
                    for (int i = 0; i < 10; i++) {
                        world.write(partition, "k" + partition, "m" + i);
                    }
                }
                world.flush();
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(consumer.positions().values()).containsExactlyInAnyOrder(10L, 5L, 10L));
                var offsets = Map.of(
                        new MqPartition(world.topic, 0), 4L,
                        new MqPartition(world.topic, 1), 8L,
                        new MqPartition(world.topic, 2), 4L);

                assertThatThrownBy(() -> consumer.commit(offsets, false, PATIENCE))
                        .isInstanceOf(MqConfigException.class)
                        .hasMessageContaining("the record at 5 is unfinished");

                assertThat(broker.committedOffsets(world.group).values()).containsOnly(0L);
                consumer.commit(offsets, true, PATIENCE);
                assertThat(broker.committedOffsets(world.group).values()).containsExactlyInAnyOrder(4L, 8L, 4L);
            }
        }
    }

    @Test
    void takesTopicsAndLeavesThem() {
        try (var world = new DeliveryWorld(broker, "topics", 1, false);
                var other = new DeliveryWorld(broker, "topics-other", 1, false)) {
            try (var consumer = world.consumer().start(world.journal.writer("one"))) {
                world.fill(0, 5, 1);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.entries()).hasSize(5));

                consumer.subscribe(other.topic);
                DeliveryWorld.awaitAssigned(consumer, 2);
                other.fill(0, 5, 1);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.entries()).hasSize(10));
                assertThat(consumer.topics()).containsExactlyInAnyOrder(world.topic, other.topic);

                consumer.unsubscribe(world.topic);
                DeliveryWorld.awaitAssigned(consumer, 1);
                // what is given up is not assigned any more while it is committed
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(broker.committedOffsets(world.group))
                                .as("committed when it was given up")
                                .containsAllEntriesOf(broker.endOffsets(world.topic)));
                world.fill(5, 5, 1);
                other.fill(5, 5, 1);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.entries()).hasSize(15));

                consumer.unsubscribe();
                DeliveryWorld.awaitAssigned(consumer, 0);
                consumer.subscribe(world.topic);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.entries()).hasSize(20));
                assertThatThrownBy(() -> consumer.subscribe("no/topic"))
                        .isInstanceOf(MqConfigException.class)
                        .hasMessageContaining("no/topic");
            }
        }
    }

    @Test
    void takesTopicsThatMatchAPatternAlsoThoseToCome() {
        try (var world = new DeliveryWorld(broker, "pattern", 1, false)) {
            try (var consumer = world.mq
                    .consumer(world.group)
                    .topicPattern(world.topic + ".*")
                    .set("auto-offset-reset", "earliest")
                    .set("kafka.metadata.max.age.ms", "500")
                    .start(world.journal.writer("one"))) {
                world.fill(0, 3, 1);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.journal.entries()).hasSize(3));

                broker.createTopic(world.topic + ".later", 1);
                DeliveryWorld.awaitAssigned(consumer, 2);

                assertThat(consumer.topics()).containsExactly(world.topic, world.topic + ".later");
                assertThatThrownBy(() -> consumer.subscribe("other")).isInstanceOf(MqConfigException.class);
            }
        }
    }

    @Test
    void endsItsSubscriptionFromWithinADelivery() {
        try (var world = new DeliveryWorld(broker, "stop-itself", 1, false)) {
            world.fill(0, 100, 1);
            var consumer = world.consumer().start(world.journal.writer("one", (message, metadata) -> {
                if (metadata.offset() == 41) {
                    metadata.context().stop();
                }
            }));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.CLOSED));
            assertThat(consumer.close(PATIENCE)).as("its name is free then").isTrue();

            assertThat(world.journal.entries()).hasSize(42);
            assertThat(broker.committedOffsets(world.group)).containsValue(42L);
            try (var next = world.consumer().start(world.journal.writer("two"))) {
                world.awaitAllCommitted();
                assertThat(world.journal.of("two")).hasSize(58);
                assertThat(next.stats().redeliveredCount()).isZero();
            }
        }
    }

    @Test
    void refusesToSeekAndCloseFromWithinADelivery() {
        try (var world = new DeliveryWorld(broker, "refuses", 1, false)) {
            var itself = new AtomicReference<MqConsumer>();
            var refusals = new ConcurrentLinkedQueue<String>();
            var ready = new CountDownLatch(1);
            world.fill(0, 1, 1);
            try (var consumer = world.consumer().start((message, metadata) -> {
                ready.await();
                var own = itself.get();
                for (Runnable forbidden : List.<Runnable>of(
                        own::close,
                        () -> own.seekToBeginning(Set.of(), PATIENCE),
                        () -> own.commit(Map.of(), true, PATIENCE))) {
                    try {
                        forbidden.run();
                    } catch (MqConnectionException e) {
                        refusals.add(String.valueOf(e.getMessage()));
                    }
                }
            })) {
                itself.set(consumer);
                ready.countDown();
                world.awaitAllCommitted();
            }
            assertThat(refusals).hasSize(3).allMatch(text -> text.contains("from within a delivery"));
        }
    }

    @Test
    void countsARecordAsDoneWhenItIsAcknowledgedAndNotBefore() {
        try (var world = new DeliveryWorld(broker, "manual", 1, false)) {
            var contexts = new ConcurrentLinkedQueue<MqContext>();
            world.fill(0, 10, 3);
            List<MqContext> held;
            try (var consumer = world.consumer(Map.of("auto-commit", "false", "drain-timeout", "200ms"))
                    .start(world.journal.writer("one", (message, metadata) -> contexts.add(metadata.context())))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(contexts).hasSize(10));
                held = new ArrayList<>(contexts);
                await().during(Duration.ofMillis(500))
                        .atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(broker.committedOffsets(world.group)).containsValue(0L));
                assertThat(consumer.stats().inFlightCount()).isEqualTo(10);

                assertThat(held.get(2).acknowledge()).isTrue();
                assertThat(held.get(2).acknowledge()).as("again").isTrue();
                assertThat(held.get(1).acknowledgeUpTo()).isTrue();
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(broker.committedOffsets(world.group)).containsValue(3L));
                assertThat(held.get(5).acknowledge()).isTrue();
                assertThat(consumer.close(Duration.ofSeconds(10)))
                        .as("some were never acknowledged")
                        .isFalse();
            }
            assertThat(held.get(6).acknowledge())
                    .as("after the partition was given up")
                    .isFalse();
            assertThat(broker.committedOffsets(world.group)).containsValue(3L);

            try (var next = world.consumer(Map.of("auto-commit", "false"))
                    .start(world.journal.writer(
                            "two", (message, metadata) -> metadata.context().acknowledge()))) {
                world.awaitAllCommitted();
                assertThat(next.stats().recognisedCount()).isEqualTo(1);
            }
            assertThat(world.journal.of("two"))
                    .extracting(entry -> entry.place().offset())
                    .containsExactly(3L, 4L, 6L, 7L, 8L, 9L);
        }
    }

    @Test
    void deliversAgainWhatIsNeverAcknowledged() {
        try (var world = new DeliveryWorld(broker, "forgotten", 1, true)) {
            world.fill(0, 5, 5);
            try (var consumer = world.consumer(Map.of("auto-commit", "false", "ack-timeout", "200ms"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        boolean isForgotten =
                                metadata.offset() == 1 || (metadata.offset() == 3 && metadata.attempt() < 2);
                        if (!isForgotten) {
                            metadata.context().acknowledge();
                        }
                    }))) {
                world.awaitAllDone(consumer);
                assertThat(consumer.stats().deadLetterCount()).isEqualTo(1);
            }
            assertThat(world.journal.at(place(world, 1)))
                    .extracting(Journal.Entry::attempt)
                    .containsExactly(1, 2, 3);
            assertThat(world.journal.at(place(world, 3)))
                    .extracting(Journal.Entry::attempt)
                    .containsExactly(1, 2);
            assertThat(broker.consumeAll(world.deadLetterTopic())).hasSize(1);
        }
    }

    @Test
    void isNotEvictedByAListenerSlowerThanThePollInterval() {
        try (var world = new DeliveryWorld(broker, "slow", 2, false)) {
            var release = new CountDownLatch(1);
            world.write(0, "a", "slow");
            world.flush();
            try (var consumer = world.consumer(Map.of(
                            "workers", "2", "max-poll-interval", "2s", "drain-timeout", "500ms", "stuck-timeout", "1s"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if ("slow".equals(message.text())) {
                            release.await();
                        }
                    }))) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(world.errors(MqConsumerError.Kind.STUCK))
                                .hasSize(1));
                world.write(1, "b", "beside");
                world.flush();
                await().during(Duration.ofSeconds(3)).atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(consumer.stats().revokedCount()
                                    + consumer.stats().lostCount())
                            .isZero();
                });
                assertThat(world.journal.texts()).contains("beside");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(consumer.stats().oldestStartedMillis())
                                .isGreaterThan(2_000));
                assertThat(world.errors(MqConsumerError.Kind.STUCK))
                        .as("said once")
                        .hasSize(1);

                release.countDown();
                world.awaitAllCommitted();
                assertThat(world.journal.texts()).containsExactlyInAnyOrder("slow", "beside");
            } finally {
                release.countDown();
            }
        }
    }

    @Test
    void interruptsAListenerThatOutlivesItsTimeOut() {
        try (var world = new DeliveryWorld(broker, "timed-out", 1, true)) {
            world.fill(0, 3, 1);
            try (var consumer = world.consumer(Map.of("handler-timeout", "1s"))
                    .start(world.journal.writer("one", (message, metadata) -> {
                        if (metadata.offset() == 1) {
                            new CountDownLatch(1).await();
                        }
                    }))) {
                world.awaitAllDone(consumer);
                assertThat(consumer.stats().timedOutCount()).isEqualTo(3);
                assertThat(consumer.stats().deadLetterCount()).isEqualTo(1);
            }
            assertThat(world.journal.texts()).containsExactly("m0", "m1", "m1", "m1", "m2");
        }
    }

    @Test
    @SuppressWarnings("try") // the scope is only opened and closed
    void carriesTheTraceIdFromSenderToListenerAndOn() {
        try (var world = new DeliveryWorld(broker, "trace", 1, false);
                var next = new DeliveryWorld(broker, "trace-next", 1, false)) {
            var seen = new ConcurrentLinkedQueue<String>();
            try (var first = world.consumer().start((message, metadata) -> {
                        seen.add("first " + MqTrace.current().orElse("none"));
                        world.mq.producer().send(next.topic, "k", "on");
                    });
                    var second = next.consumer()
                            .start((message, metadata) ->
                                    seen.add("second " + MqTrace.current().orElse("none")))) {
                try (var scope = MqTrace.open("trace-1")) {
                    world.mq.producer().send(world.topic, "k", "with");
                }
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).hasSize(2));
                world.mq.producer().send(world.topic, "k", "without");
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).hasSize(4));
                assertThat(first.stats().failedCount() + second.stats().failedCount())
                        .isZero();
            }
            assertThat(seen).containsExactlyInAnyOrder("first trace-1", "second trace-1", "first none", "second none");
            assertThat(MqTrace.current()).isEmpty();
        }
    }

    @Test
    void goesOnWhenTheErrorListenerFails() {
        try (var world = new DeliveryWorld(broker, "one-topic", 1, false)) {
            world.fill(0, 1, 1);
            try (var consumer = world.consumer()
                    .onError(error -> {
                        throw new IllegalStateException("an error listener that fails");
                    })
                    .set("stuck-timeout", "1s")
                    .start(world.journal.writer(
                            "one",
                            (message, metadata) ->
                                    new CountDownLatch(1).await(3, java.util.concurrent.TimeUnit.SECONDS)))) {
                world.awaitAllCommitted();
                assertThat(consumer.state()).isNotEqualTo(MqConsumer.State.FAILED);
            }
        }
    }

    private static Journal.Place place(DeliveryWorld world, long offset) {
        return new Journal.Place(new TopicPartition(world.topic, 0), offset);
    }
}
