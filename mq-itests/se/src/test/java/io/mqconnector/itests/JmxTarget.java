// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.broker.KafkaLogs;
import java.util.concurrent.locks.LockSupport;

/** A program with a connector and a listener, to be looked at over JMX. Ends when its standard input does. */
final class JmxTarget {
    /** What it says when everything runs. */
    static final String RUNNING = "RUNNING";

    private JmxTarget() {}

    /**
     * Runs.
     *
     * @param args brokers, topic
     */
    @SuppressWarnings("SystemOut") // a program: its output is what the test reads
    public static void main(String[] args) throws Exception {
        KafkaLogs.quiet();
        try (var mq = Mq.create(MqConfig.builder()
                        .brokers(args[0])
                        .instanceId("target-1")
                        .set("mq.breaker.enabled", "true")
                        .set("mq.pool.stripes", "2")
                        .build());
                var consumer = mq.consumer("target." + args[1])
                        .topics(args[1])
                        .name("looked at")
                        .set("auto-offset-reset", "earliest")
                        .set("failure-policy", "skip")
                        .start((message, metadata) -> {})) {
            mq.producer().send(args[1], "k", "v");
            while (consumer.state() != MqConsumer.State.RUNNING
                    || consumer.stats().deliveredCount() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            System.out.println(RUNNING);
            while (System.in.read() >= 0) {
                // only the end counts: the parent has died
            }
        }
    }
}
