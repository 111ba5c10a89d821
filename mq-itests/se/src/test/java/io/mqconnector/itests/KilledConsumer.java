// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.broker.KafkaLogs;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that consumes until it is killed: one line of standard output for each delivery, written before the record
 * counts as done. Ends when its standard input does.
 */
final class KilledConsumer {
    /** What it says when it has its partitions. */
    static final String RUNNING = "RUNNING";
    /** What a line about a delivery begins with; partition and offset follow. */
    static final String DELIVERED = "DELIVERED";
    /** The mode in which no delivery ever ends. */
    static final String BLOCKING = "blocking";

    /** So that a batch takes long enough to be killed in its middle, and all of them seconds. */
    private static final long WORK_NANOS = 1_000_000;

    private KilledConsumer() {}

    /**
     * Consumes.
     *
     * @param args brokers, topic, group, start position, {@code working} or {@link #BLOCKING}
     */
    @SuppressWarnings("SystemOut") // a program: its output is what the test reads
    public static void main(String[] args) throws Exception {
        KafkaLogs.quiet();
        var never = new CountDownLatch(1);
        boolean isBlocking = args[4].equals(BLOCKING);
        try (var mq = Mq.create(MqConfig.builder()
                        .brokers(args[0])
                        .instanceId("killed-1")
                        .build());
                var consumer = mq.consumer(args[2])
                        .set("retry-attempts", "0")
                        .topics(args[1])
                        .set("auto-offset-reset", args[3])
                        .set("auto-commit-interval", "100ms")
                        .set("workers", "4")
                        .start((message, metadata) -> {
                            say(DELIVERED + " " + metadata.partitionNumber() + " " + metadata.offset());
                            if (isBlocking) {
                                never.await();
                            }
                            LockSupport.parkNanos(WORK_NANOS);
                        })) {
            while (consumer.state() != MqConsumer.State.RUNNING) {
                LockSupport.parkNanos(1_000_000);
            }
            say(RUNNING);
            while (System.in.read() >= 0) {
                // only the end counts: the parent has died
            }
            Runtime.getRuntime().halt(1);
        }
    }

    @SuppressWarnings("SystemOut")
    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
