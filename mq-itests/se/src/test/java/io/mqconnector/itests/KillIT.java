// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqMessage;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.itests.Journal.Place;
import io.mqconnector.output.TestOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithKafka
@Timeout(180)
class KillIT {
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final KafkaBroker broker;
    private final Journal journal = new Journal();

    KillIT(KafkaBroker broker) {
        this.broker = broker;
    }

    /** The child JVM; its output is read until it ends. */
    private final class Child implements AutoCloseable {
        private final Process process;
        private final Thread reader;
        private final String topic;
        final ConcurrentLinkedQueue<Place> delivered = new ConcurrentLinkedQueue<>();
        final CountDownLatch running = new CountDownLatch(1);

        Child(String topic, String group, String reset, String mode) throws IOException {
            this.topic = topic;
            var command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    KilledConsumer.class.getName(),
                    broker.bootstrapServers(),
                    topic,
                    group,
                    reset,
                    mode);
            command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            command.redirectError(TestOutput.ofChild("killed-consumer"));
            process = command.start();
            reader = new Thread(this::read, "killed-consumer-reader");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] words = line.split(" ", -1);
                    if (words[0].equals(KilledConsumer.RUNNING)) {
                        running.countDown();
                    } else if (words[0].equals(KilledConsumer.DELIVERED) && words.length == 3) {
                        var partition = new TopicPartition(topic, Integer.parseInt(words[1]));
                        delivered.add(new Place(partition, Long.parseLong(words[2])));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("output of " + process, e);
            }
        }

        /** By SIGKILL; returns when all that it has said is read. */
        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("128 + SIGKILL").isEqualTo(137);
            reader.join(PATIENCE.toMillis());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void deliversAgainExactlyWhatAProcessKilledInMidBatchHadNotCommitted() throws Exception {
        var topic = broker.uniqueTopic("killed", PARTITIONS);
        var group = "killed." + topic;
        Map<TopicPartition, Long> committed;
        Set<Place> byChild;
        try (var mq = connect()) {
            fill(mq, topic, 0, 30_000);
            var all = all(topic, Map.of());
            try (var child = new Child(topic, group, "earliest", "working")) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(child.delivered).hasSizeGreaterThan(3_000);
                    assertThat(sum(broker.committedOffsets(group)))
                            .as("committed already")
                            .isPositive();
                });
                child.kill();
                byChild = Set.copyOf(child.delivered);
            }
            removeMembers(group);
            committed = broker.committedOffsets(group);

            try (var second = consume(mq, topic, group, "earliest")) {
                awaitCommitted(topic, group);
                assertThat(second.stats().cutOffCount()).isZero();
            }

            assertThat(committed).hasSize(PARTITIONS);
            var watermarks = Journal.watermarks(byChild);
            committed.forEach((partition, offset) -> assertThat(offset)
                    .as("committed only what was delivered of %s", partition)
                    .isLessThanOrEqualTo(watermarks.getOrDefault(partition, 0L)));
            assertThat(sum(committed)).as("the kill came before the end").isLessThan(30_000);
            assertThat(journal.places()).isEqualTo(all(topic, committed));
            assertThat(journal.entries())
                    .as("each once")
                    .hasSize(journal.places().size());
            var byBoth = new HashSet<>(byChild);
            byBoth.addAll(journal.places());
            assertThat(byBoth).isEqualTo(all);
        }
    }

    @Test
    void skipsNothingWhenKilledBeforeTheFirstSuccessWithLatest() throws Exception {
        var topic = broker.uniqueTopic("killed-latest", PARTITIONS);
        var group = "killed." + topic;
        try (var mq = connect()) {
            fill(mq, topic, 0, 500);
            var before = broker.endOffsets(topic);
            try (var child = new Child(topic, group, "latest", KilledConsumer.BLOCKING)) {
                assertThat(child.running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(broker.committedOffsets(group))
                        .as("the start is pinned")
                        .isEqualTo(before);
                fill(mq, topic, 500, 100);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(child.delivered).isNotEmpty());
                child.kill();
                assertThat(child.delivered).as("one blocked delivery each").hasSizeLessThanOrEqualTo(PARTITIONS);
            }
            fill(mq, topic, 600, 100);
            removeMembers(group);
            assertThat(broker.committedOffsets(group)).isEqualTo(before);

            try (var second = consume(mq, topic, group, "latest")) {
                awaitCommitted(topic, group);
                // counted in bulk, and maybe after the commit
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(second.stats().deliveredCount()).isEqualTo(200));
            }

            assertThat(journal.places()).isEqualTo(all(topic, before));
        }
    }

    @Test
    void startsPartitionsAddedWhileTheGroupWasDownAtTheirBeginningEvenWithLatest() throws Exception {
        var topic = broker.uniqueTopic("grown", 2);
        var group = "grown." + topic;
        try (var mq = connect()) {
            fill(mq, topic, 0, 100);
            var before = broker.endOffsets(topic);
            try (var first = consume(mq, topic, group, "latest")) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(first.stats().assignedCount()).isEqualTo(2));
            }
            broker.admin()
                    .createPartitions(Map.of(topic, NewPartitions.increaseTo(PARTITIONS)))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(broker.endOffsets(topic)).hasSize(PARTITIONS));
            // a connection of its own: the first one's producer may know two partitions only
            try (var fresh = connect()) {
                fill(fresh, topic, 100, 200);
            }

            try (var second = consume(mq, topic, group, "latest")) {
                awaitCommitted(topic, group);
                // counted in bulk, and maybe after the commit
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(second.stats().deliveredCount()).isEqualTo(200));
            }

            assertThat(journal.places()).isEqualTo(all(topic, before));
            assertThat(journal.watermarks()).hasSize(PARTITIONS);
        }
    }

    private Mq connect() {
        return Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("survivor-1")
                .build());
    }

    private MqConsumer consume(Mq mq, String topic, String group, String reset) {
        return mq.consumer(group)
                .topics(topic)
                .set("auto-offset-reset", reset)
                .set("auto-commit-interval", "100ms")
                .set("workers", "2")
                .start(journal.writer("second"));
    }

    private void fill(Mq mq, String topic, int from, int count) {
        int partitions = broker.endOffsets(topic).size();
        for (int i = from; i < from + count; i++) {
            mq.producer()
                    .sendAsync(MqMessage.builder(topic)
                            .value("m" + i)
                            .partition(i % partitions)
                            .build());
        }
        mq.producer().flush(PATIENCE);
    }

    /** Every record of the topic from these offsets on. */
    private Set<Place> all(String topic, Map<TopicPartition, Long> from) {
        var places = new HashSet<Place>();
        broker.endOffsets(topic).forEach((partition, end) -> {
            for (long offset = from.getOrDefault(partition, 0L); offset < end; offset++) {
                places.add(new Place(partition, offset));
            }
        });
        return places;
    }

    /** A killed member stays in its group for its session time-out otherwise. */
    private void removeMembers(String group) throws Exception {
        broker.admin()
                .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var described =
                broker.admin().describeConsumerGroups(List.of(group)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(described.get(group).members()).isEmpty();
    }

    private void awaitCommitted(String topic, String group) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.committedOffsets(group)).isEqualTo(broker.endOffsets(topic)));
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
