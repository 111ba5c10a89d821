// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks the broker all the time what a group has committed, by a client of its own. */
final class CommitSampler implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofMillis(3).toNanos();
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final String group;
    private final Admin admin;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    private volatile Map<Integer, Long> committed = Map.of();
    private volatile boolean isClosed;

    CommitSampler(Target target) {
        group = target.group();
        Map<String, Object> config = new HashMap<>();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, target.brokers());
        config.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, "mq-broker-kit-model-sampler"); // that prefix is quiet
        admin = Admin.create(config);
        thread = new Thread(this::run, "model-sampler");
        thread.setDaemon(true);
        thread.start();
    }

    /** Each value of a partition when it was first seen, in the order of time. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** What was seen last. */
    Map<Integer, Long> committed() {
        return committed;
    }

    /** The sum of what was seen last. */
    long committedSum() {
        return committed.values().stream().mapToLong(Long::longValue).sum();
    }

    private void run() {
        while (!isClosed) {
            try {
                sample();
            } catch (TimeoutException | ExecutionException e) {
                LockSupport.parkNanos(10 * PAUSE_NANOS); // no broker or no coordinator at the moment
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void sample() throws InterruptedException, ExecutionException, TimeoutException {
        var answer = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        long after = System.nanoTime();
        var now = new HashMap<Integer, Long>();
        answer.forEach((partition, offset) -> {
            if (offset != null) {
                now.put(partition.partition(), offset.offset());
                Long before = committed.get(partition.partition());
                if (before == null || before != offset.offset()) {
                    samples.add(new Sample(partition.partition(), offset.offset(), after));
                }
            }
        });
        committed = Map.copyOf(now);
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(2 * ANSWER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close(ANSWER);
    }
}
