// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A sender in one of the send workloads, as fast as it can or one at a time. For one thread. */
final class SendContender implements Contender {
    /** Sent before the clock starts: metadata, connections and the producer id are there then, on every stripe. */
    static final int OPENING = ChatRecords.KEY_COUNT;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DIGITS = 3;

    private final RecordSender sender;
    private final SendTopic topic;
    private final ChatRecords records;
    private final boolean isOneAtATime;

    /**
     * @param sender closed with this
     * @param topic nobody else's
     * @param records {@link #OPENING} and those that are measured
     * @param isOneAtATime whether to yield p50 and p99 of the latency in us instead of records/s
     */
    SendContender(RecordSender sender, SendTopic topic, ChatRecords records, boolean isOneAtATime) {
        this.sender = sender;
        this.topic = topic;
        this.records = records;
        this.isOneAtATime = isOneAtATime;
    }

    @Override
    public String name() {
        return sender.name();
    }

    @Override
    public double[] run() throws InterruptedException {
        var opening = new Acknowledgements(OPENING);
        sender.send(topic.name(), records, 0, OPENING, opening);
        opening.await(topic.name(), PATIENCE);
        double[] measured = isOneAtATime ? latency() : throughput();
        topic.verifyAndEmpty(records, records.count());
        return measured;
    }

    @Override
    public void close() {
        sender.close();
    }

    private double[] throughput() throws InterruptedException {
        int count = records.count() - OPENING;
        var acknowledgements = new Acknowledgements(count);
        long start = System.nanoTime();
        sender.send(topic.name(), records, OPENING, records.count(), acknowledgements);
        long end = acknowledgements.await(topic.name(), PATIENCE);
        return new double[] {count * (double) TimeUnit.SECONDS.toNanos(1) / (end - start)};
    }

    private double[] latency() throws InterruptedException {
        var nanos = new Histogram(DIGITS);
        sender.sendAndWait(topic.name(), records, OPENING, records.count(), nanos);
        return new double[] {micros(nanos, 50), micros(nanos, 99)};
    }

    private static double micros(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / (double) TimeUnit.MICROSECONDS.toNanos(1);
    }
}
