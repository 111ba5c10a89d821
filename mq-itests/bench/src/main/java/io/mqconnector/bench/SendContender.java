// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A sender in one of the send workloads. For one thread. */
final class SendContender implements Contender {
    /** Sent before the clock starts: metadata, connections and the producer id are there then, on every stripe. */
    static final int OPENING = ChatRecords.KEY_COUNT;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DIGITS = 3;

    private final RecordSender sender;
    private final SendingThreads threads;
    private final SendTopic topic;
    private final ChatRecords records;
    private final Aspect aspect;

    /** What of sending is measured. Immutable. */
    enum Aspect {
        /** Records a second, first send to last acknowledgement. */
        RATE {
            @Override
            double[] measured(SendContender contender) throws InterruptedException {
                return contender.rate();
            }
        },
        /** One after the other, each waited for, by one thread: p50 and p99 of the latency in microseconds. */
        LATENCY {
            @Override
            double[] measured(SendContender contender) throws InterruptedException {
                return contender.latency();
            }
        },
        /** Nanoseconds of processor time and bytes a send, of all threads that send or belong to the sender. */
        COST {
            @Override
            double[] measured(SendContender contender) throws InterruptedException {
                return contender.cost();
            }
        };

        abstract double[] measured(SendContender contender) throws InterruptedException;
    }

    /**
     * @param sender closed with this
     * @param threads how many send; each takes some of the keys, so that the order of a key can be checked
     * @param topic nobody else's
     * @param records {@link #OPENING} and those that are measured
     */
    SendContender(RecordSender sender, int threads, SendTopic topic, ChatRecords records, Aspect aspect) {
        if (ChatRecords.KEY_COUNT % threads != 0) {
            throw new IllegalArgumentException(
                    threads + " threads cannot share " + ChatRecords.KEY_COUNT + " keys evenly");
        }
        this.sender = sender;
        this.threads = new SendingThreads(RecordSender.id(sender.name()), threads);
        this.topic = topic;
        this.records = records;
        this.aspect = aspect;
    }

    @Override
    public String name() {
        return sender.name();
    }

    @Override
    public double[] run() throws InterruptedException {
        var opening = new Acknowledgements(OPENING);
        send(0, OPENING, opening);
        opening.await(topic.name(), PATIENCE);
        double[] measured = aspect.measured(this);
        topic.verifyAndEmpty(records, records.count());
        return measured;
    }

    @Override
    public void close() {
        threads.close();
        sender.close();
    }

    /** @return when it began */
    private long send(int from, int to, Acknowledgements acknowledgements) throws InterruptedException {
        return threads.run(
                thread -> sender.send(topic.name(), records, from + thread, to, threads.count(), acknowledgements));
    }

    private double[] rate() throws InterruptedException {
        int count = records.count() - OPENING;
        var acknowledgements = new Acknowledgements(count);
        long start = send(OPENING, records.count(), acknowledgements);
        long end = acknowledgements.await(topic.name(), PATIENCE);
        return new double[] {count * (double) TimeUnit.SECONDS.toNanos(1) / (end - start)};
    }

    private double[] latency() throws InterruptedException {
        var nanos = new Histogram(DIGITS);
        threads.run(thread -> sender.sendAndWait(topic.name(), records, OPENING, records.count(), nanos));
        return new double[] {
            Percentile.of(nanos, 50, TimeUnit.MICROSECONDS), Percentile.of(nanos, 99, TimeUnit.MICROSECONDS)
        };
    }

    private double[] cost() throws InterruptedException {
        int count = records.count() - OPENING;
        var acknowledgements = new Acknowledgements(count);
        var bytes = used(ThreadUse.Resource.ALLOCATED_BYTES);
        var nanos = used(ThreadUse.Resource.CPU_NANOS);
        send(OPENING, records.count(), acknowledgements);
        acknowledgements.await(topic.name(), PATIENCE);
        return new double[] {
            used(ThreadUse.Resource.CPU_NANOS).since(nanos) / (double) count,
            used(ThreadUse.Resource.ALLOCATED_BYTES).since(bytes) / (double) count
        };
    }

    /** By the threads that send, the sender's I/O threads and whatever other threads it has. */
    private ThreadUse used(ThreadUse.Resource resource) {
        String own = RecordSender.id(sender.name()) + "-";
        return ThreadUse.ofThreads(resource, name -> name.contains(own));
    }
}
