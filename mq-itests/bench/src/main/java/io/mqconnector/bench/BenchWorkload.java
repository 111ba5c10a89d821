// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The workloads there are. Immutable. */
enum BenchWorkload {
    /** Asynchronous, callback form, lz4. */
    SEND("send") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return asynchronous(broker, plan, this, "lz4");
        }
    },
    /** The same, uncompressed. */
    SEND_NONE("send-none") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return asynchronous(broker, plan, this, "none");
        }
    },
    /** One after the other, each waited for. */
    SEND_SYNC("send-sync") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return synchronous(broker, plan, this);
        }
    },
    /** A trivial handler, large polls. */
    CONSUME("consume") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return trivialHandler(broker, plan, this, LARGE_POLL);
        }
    },
    /** The same with Kafka's default poll. */
    CONSUME_500("consume-500") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return trivialHandler(broker, plan, this, DEFAULT_POLL);
        }
    };

    private static final int SEND_RECORDS = 200_000;
    private static final int SYNC_RECORDS = 1_000;
    private static final int CONSUME_RECORDS = 1_000_000;
    /**
     * Short blocks in quick turns instead of one long run: a virtual machine's slow moments last about a second, and so
     * hit all contenders of a turn. Sends are that much closer together than consumer rates.
     */
    private static final int SEND_BLOCKS_IN_ROUND = 8;

    private static final int LINGER_MILLIS = 5;
    private static final int LARGE_POLL = 2_000;
    private static final int DEFAULT_POLL = 500;
    private static final int WORKERS = SendTopic.PARTITIONS;

    private final String word;

    BenchWorkload(String word) {
        this.word = word;
    }

    /** What a user calls it. */
    String word() {
        return word;
    }

    /** Sets everything up; the caller closes it. */
    abstract Workload open(KafkaBroker broker, Plan plan);

    /**
     * Those asked for: a word stands for its workload and for all whose words go on from it, {@code send} for
     * {@code send-none} too.
     *
     * @param isExact whether a word stands for its workload only
     * @throws IllegalArgumentException if a word stands for none
     */
    static Set<BenchWorkload> named(List<String> words, boolean isExact) {
        var named = EnumSet.noneOf(BenchWorkload.class);
        for (String wanted : words) {
            var word = wanted.strip();
            var matching = Arrays.stream(values())
                    .filter(workload ->
                            workload.word.equals(word) || (!isExact && workload.word.startsWith(word + "-")))
                    .toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException("no workload '" + word + "'; there are " + words());
            }
            named.addAll(matching);
        }
        return named;
    }

    static String words() {
        return Arrays.stream(values()).map(BenchWorkload::word).collect(Collectors.joining(", "));
    }

    private static Workload asynchronous(KafkaBroker broker, Plan plan, BenchWorkload of, String compression) {
        var settings = new ProducerSettings(broker.bootstrapServers(), LINGER_MILLIS, compression);
        int count = plan.recordsOr(SEND_RECORDS);
        var records = new ChatRecords(SendContender.OPENING + count);
        var senders = List.of(
                new MqSender("mq", settings, ProducerSettings.defaultStripes()),
                new MqSender("mq-1-stripe", settings, 1),
                new RawSender(settings));
        return new Workload(
                List.of(Measure.throughput(of.word)),
                String.format(
                        Locale.ROOT,
                        "asynchronous send with one shared callback, 1 thread, %d blocks a round of %,d records, %d B,"
                                + " %d keys, %d partitions, linger %d ms, batch %d KiB, %s, buffer %d MiB in all, acks all,"
                                + " idempotent; mq has %d stripes; first send to last acknowledgement",
                        SEND_BLOCKS_IN_ROUND,
                        count,
                        ChatRecords.VALUE_BYTES,
                        ChatRecords.KEY_COUNT,
                        SendTopic.PARTITIONS,
                        LINGER_MILLIS,
                        ProducerSettings.BATCH_BYTES >> 10,
                        compression,
                        ProducerSettings.BUFFER_BYTES >> 20,
                        ProducerSettings.defaultStripes()),
                SEND_BLOCKS_IN_ROUND,
                contenders(broker, of, senders, records, false),
                () -> {});
    }

    private static Workload synchronous(KafkaBroker broker, Plan plan, BenchWorkload of) {
        var settings = new ProducerSettings(broker.bootstrapServers(), 0, "lz4");
        int count = Math.min(SYNC_RECORDS, plan.recordsOr(SYNC_RECORDS));
        var records = new ChatRecords(SendContender.OPENING + count);
        var senders = List.of(new MqSender("mq", settings, ProducerSettings.defaultStripes()), new RawSender(settings));
        return new Workload(
                List.of(Measure.latency(of.word + "-p50"), Measure.latency(of.word + "-p99")),
                String.format(
                        Locale.ROOT,
                        "synchronous send, 1 thread, %d blocks a round of %,d records, %d B, linger 0, lz4, acks all,"
                                + " idempotent; percentiles of a block",
                        SEND_BLOCKS_IN_ROUND,
                        count,
                        ChatRecords.VALUE_BYTES),
                SEND_BLOCKS_IN_ROUND,
                contenders(broker, of, senders, records, true),
                () -> {});
    }

    private static List<Contender> contenders(
            KafkaBroker broker,
            BenchWorkload of,
            List<? extends RecordSender> senders,
            ChatRecords records,
            boolean isOneAtATime) {
        var contenders = new ArrayList<Contender>();
        for (RecordSender sender : senders) {
            var topic = new SendTopic(broker, of.word + "." + sender.name());
            contenders.add(new SendContender(sender, topic, records, isOneAtATime));
        }
        return contenders;
    }

    private static Workload trivialHandler(KafkaBroker broker, Plan plan, BenchWorkload of, int maxPollRecords) {
        var settings = new ConsumeSettings(broker.bootstrapServers(), maxPollRecords);
        var topic = new ConsumeTopic(broker, of.word, plan.recordsOr(CONSUME_RECORDS));
        return new Workload(
                List.of(Measure.throughput(of.word)),
                String.format(
                        Locale.ROOT,
                        "trivial handler, %,d records a run, %d B, %d keys, %d partitions, max.poll.records %d;"
                                + " raw: commitSync per poll, raw-async: commitAsync per poll, mq: 1 worker, commit"
                                + " each %d ms or auto-commit-records; first call to the end of the last",
                        topic.count(),
                        ConsumeTopic.VALUE_BYTES,
                        ConsumeTopic.KEY_COUNT,
                        ConsumeTopic.PARTITIONS,
                        maxPollRecords,
                        ConsumeSettings.COMMIT_INTERVAL_MILLIS),
                1,
                List.of(
                        new MqConsume("mq", topic, settings, 1),
                        new MqConsume("mq-" + WORKERS + "-workers", topic, settings, WORKERS),
                        new RawConsume(Workload.RAW, topic, settings, false),
                        new RawConsume(Workload.RAW + "-async", topic, settings, true)),
                topic::delete);
    }
}
