// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends at a fixed rate by one thread, asynchronously. All times count from when a send was due, not from when it began:
 * a call that holds the caller holds all that come due meanwhile, and they count. For one thread.
 */
final class PacedContender implements Contender {
    /** Sent before the clock starts: metadata, connections and the producer id are there then, on every stripe. */
    static final int OPENING = SendContender.OPENING;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DIGITS = 3;

    private final String name;
    private final PacedSender sender;
    private final SendTopic topic;
    private final ChatRecords records;
    private final int perSecond;

    /**
     * @param sender closed with this
     * @param topic nobody else's
     * @param records {@link #OPENING} and those that are measured
     */
    PacedContender(String name, PacedSender sender, SendTopic topic, ChatRecords records, int perSecond) {
        this.name = name;
        this.sender = sender;
        this.topic = topic;
        this.records = records;
        this.perSecond = perSecond;
    }

    @Override
    public String name() {
        return name;
    }

    /** Longest holds of a rotation at p99 in ms; due to return of the call at p99 and p99.9, to acknowledgement at p50 and p99. */
    @Override
    public double[] run() throws InterruptedException {
        var opening = new DueAcknowledgements(OPENING);
        Pace.run(OPENING, perSecond, (number, due) -> sender.send(topic.name(), records, number, opening.of(due)));
        opening.await(topic.name(), PATIENCE);
        int count = records.count() - OPENING;
        var acknowledgements = new DueAcknowledgements(count);
        var held = new Histogram(DIGITS);
        sender.begin();
        try {
            Pace.run(count, perSecond, (number, due) -> {
                sender.send(topic.name(), records, OPENING + number, acknowledgements.of(due));
                held.recordValue(System.nanoTime() - due);
            });
            acknowledgements.await(topic.name(), PATIENCE);
        } finally {
            sender.end();
        }
        topic.verifyAndEmpty(records, records.count());
        var acknowledged = acknowledgements.nanos();
        return new double[] {
            sender.holdMillis(),
            Percentile.of(held, 99, TimeUnit.MILLISECONDS),
            Percentile.of(held, 99.9, TimeUnit.MILLISECONDS),
            Percentile.of(acknowledged, 50, TimeUnit.MILLISECONDS),
            Percentile.of(acknowledged, 99, TimeUnit.MILLISECONDS)
        };
    }

    @Override
    public void close() {
        sender.close();
    }
}
