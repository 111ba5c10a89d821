// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.broker.BrokerProcess;
import io.mqconnector.broker.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.NewPartitions;
import org.jspecify.annotations.Nullable;

/** What a seed works in: broker, topics, a directory. For one thread. */
final class World implements AutoCloseable {
    private static final int DEAD_LETTER_PARTITIONS = 2;

    private final KafkaBroker broker;
    private final @Nullable BrokerProcess own;
    private final Target target;
    private final Path directory;
    private int partitionCount;

    World(SeedPlan plan, ModelBrokers brokers) {
        own = plan.hasBrokerFaults() ? ModelBrokers.process() : null;
        broker = own == null ? brokers.embedded() : own;
        String name =
                "model-" + plan.seed() + "-" + UUID.randomUUID().toString().substring(0, 8);
        target = new Target(broker.bootstrapServers(), name, name + "-group");
        partitionCount = plan.partitionCount();
        try {
            directory = Files.createTempDirectory("mq-model-");
        } catch (IOException e) {
            throw new UncheckedIOException("no directory", e);
        }
        broker.createTopic(
                target.topic(), partitionCount, plan.log() == SeedPlan.Log.COMPACTED ? compacted() : Map.of());
        // the broker's time: what counts as done must have been appended before
        broker.createTopic(
                target.deadLetterTopic(), DEAD_LETTER_PARTITIONS, Map.of("message.timestamp.type", "LogAppendTime"));
    }

    private static Map<String, String> compacted() {
        return Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "300",
                "min.cleanable.dirty.ratio", "0.01",
                "delete.retention.ms", "100");
    }

    Target target() {
        return target;
    }

    /** For journals and output of children. */
    Path directory() {
        return directory;
    }

    /** The offset behind the last record of each partition. */
    Map<Integer, Long> ends() {
        var ends = new HashMap<Integer, Long>();
        broker.endOffsets(target.topic()).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    /** What the group has committed. */
    Map<Integer, Long> committed() {
        var committed = new HashMap<Integer, Long>();
        broker.committedOffsets(target.group())
                .forEach((partition, offset) -> committed.put(partition.partition(), offset));
        return committed;
    }

    /** Takes the broker away and brings it back. */
    Cause restartBroker(boolean isKilled) {
        if (own == null) {
            throw new IllegalStateException("the broker is not this world's");
        }
        long since = System.nanoTime();
        if (isKilled) {
            own.kill();
        }
        own.restart();
        // clients need a while to find it again
        return Cause.ofBroker(since, System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
    }

    /** Adds a partition. */
    void grow() {
        partitionCount++;
        try {
            broker.admin()
                    .createPartitions(Map.of(target.topic(), NewPartitions.increaseTo(partitionCount)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot add a partition to " + target.topic(), e);
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
        try (var files = Files.walk(directory)) {
            for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
