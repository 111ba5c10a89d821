// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.broker.KafkaLogs;
import java.util.concurrent.locks.LockSupport;

/** A program that consumes, processes and produces in transactions until it is killed. Ends when its standard input does. */
final class KilledProcessor {
    /** So that a transaction takes long enough to be killed in its middle, and all of them seconds. */
    private static final long WORK_NANOS = 3_000_000;

    private KilledProcessor() {}

    /**
     * Processes.
     *
     * @param args brokers, topic, group, topic to send to
     */
    public static void main(String[] args) throws Exception {
        KafkaLogs.quiet();
        try (var mq = Mq.create(MqConfig.builder()
                        .brokers(args[0])
                        .instanceId("killed-processor")
                        .set("mq.transaction.timeout", "5s")
                        .build());
                var consumer = mq.consumer(args[2])
                        .topics(args[1])
                        .transactional()
                        .set("auto-offset-reset", "earliest")
                        .set("session-timeout", "6s")
                        .set("heartbeat-interval", "1s")
                        .set("workers", "3")
                        .start((message, metadata) -> {
                            var unused =
                                    metadata.context().producer().sendAsync(args[3], message.keyText(), message.text());
                            LockSupport.parkNanos(WORK_NANOS);
                        })) {
            while (System.in.read() >= 0) {
                // only the end counts: the parent has died
            }
            Runtime.getRuntime().halt(consumer.stats().inFlightCount() >= 0 ? 1 : 2);
        }
    }
}
