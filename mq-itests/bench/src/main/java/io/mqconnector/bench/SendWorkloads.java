// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sending, against the plain producer. Stateless. */
final class SendWorkloads {
    private static final String MQ = "mq";
    private static final String MQ_1_STRIPE = "mq-1-stripe";
    private static final String MQ_PREBUILT = "mq-prebuilt";

    private static final int SEND_RECORDS = 200_000;
    private static final int SYNC_RECORDS = 4_000;
    /** They fit into the buffer: a sender that waits for memory pays for being woken, which is not the send's cost. */
    private static final int COST_RECORDS = 40_000;

    private static final int THREADS = 8;

    /**
     * Short blocks in quick turns instead of one long run: a virtual machine's slow moments last about a second, and so
     * hit all contenders of a turn. Sends are that much closer together than consumer rates.
     */
    private static final int SEND_BLOCKS_IN_ROUND = 8;

    /** A round is what the bar asks for: five alternating pairs. */
    private static final int SYNC_BLOCKS_IN_ROUND = 5;

    private static final int LINGER_MILLIS = 5;

    private static final double ONE_THREAD_BAR = 0.97;
    private static final double THREADS_BAR = 1.1;
    private static final double SYNC_P50_BAR = 1.05;
    private static final double SYNC_P99_BAR = 1.25;
    private static final double COST_BAR_NANOS = 80;
    private static final double COST_BAR_BYTES = 40;

    private SendWorkloads() {}

    /** Asynchronous, callback form, one thread. */
    static Workload asynchronous(KafkaBroker broker, Plan plan, String word, String compression) {
        var settings = new ProducerSettings(broker.bootstrapServers(), LINGER_MILLIS, compression);
        var rate = Measure.throughput(word);
        var records = records(plan, SEND_RECORDS);
        return new Workload(
                List.of(rate),
                List.of(Bar.atLeast(rate, MQ, ONE_THREAD_BAR, Workload.RAW)),
                "asynchronous send with one shared callback, 1 thread, "
                        + asynchronousText(SEND_BLOCKS_IN_ROUND, records, settings)
                        + "; first send to last acknowledgement",
                SEND_BLOCKS_IN_ROUND,
                contenders(
                        broker,
                        word,
                        List.of(
                                new MqSender(MQ, settings, ProducerSettings.defaultStripes()),
                                new MqSender(MQ_1_STRIPE, settings, 1),
                                new RawSender(settings)),
                        1,
                        records,
                        SendContender.Aspect.RATE),
                () -> {});
    }

    /** The same by many threads that share a connector or a plain producer. */
    static Workload byThreads(KafkaBroker broker, Plan plan, String word, String compression) {
        var settings = new ProducerSettings(broker.bootstrapServers(), LINGER_MILLIS, compression);
        int stripes = ProducerSettings.defaultStripes();
        var rate = Measure.throughput(word);
        var records = records(plan, SEND_RECORDS);
        return new Workload(
                List.of(rate),
                List.of(Bar.atLeast(rate, MQ, THREADS_BAR, Workload.RAW)),
                "asynchronous send with one shared callback, " + THREADS + " threads, each some of the keys, "
                        + asynchronousText(SEND_BLOCKS_IN_ROUND, records, settings)
                        + "; raw: one producer for all threads, raw-striped: as many as mq has stripes; first send to"
                        + " last acknowledgement",
                SEND_BLOCKS_IN_ROUND,
                contenders(
                        broker,
                        word,
                        List.of(
                                new MqSender(MQ, settings, stripes),
                                new RawStripedSender(settings, stripes),
                                new RawSender(settings)),
                        THREADS,
                        records,
                        SendContender.Aspect.RATE),
                () -> {});
    }

    /** One after the other, each waited for. */
    static Workload synchronous(KafkaBroker broker, Plan plan, String word) {
        var settings = new ProducerSettings(broker.bootstrapServers(), 0, "lz4");
        var p50 = Measure.latency(word + "-p50");
        var p99 = Measure.latency(word + "-p99");
        var records = new ChatRecords(SendContender.OPENING + Math.min(SYNC_RECORDS, plan.recordsOr(SYNC_RECORDS)));
        return new Workload(
                List.of(p50, p99),
                List.of(
                        Bar.atMostTimes(p50, MQ, SYNC_P50_BAR, Workload.RAW),
                        Bar.atMostTimes(p99, MQ, SYNC_P99_BAR, Workload.RAW),
                        Bar.atMostTimes(p50, MQ_1_STRIPE, SYNC_P50_BAR, Workload.RAW),
                        Bar.atMostTimes(p99, MQ_1_STRIPE, SYNC_P99_BAR, Workload.RAW)),
                "synchronous send, 1 thread, " + text(SYNC_BLOCKS_IN_ROUND, records, settings)
                        + "; percentiles of a block, compared within a pair of blocks",
                SYNC_BLOCKS_IN_ROUND,
                contenders(
                        broker,
                        word,
                        List.of(
                                new MqSender(MQ, settings, ProducerSettings.defaultStripes()),
                                new MqSender(MQ_1_STRIPE, settings, 1),
                                new RawStripedSender(settings, ProducerSettings.defaultStripes()),
                                new RawSender(settings)),
                        1,
                        records,
                        SendContender.Aspect.LATENCY),
                () -> {});
    }

    /**
     * Processor time and bytes of an asynchronous send, callback form, one thread. Uncompressed: lz4 takes a buffer of 64
     * KiB for each batch, so that one batch more or less in ten is as much as the bar.
     */
    static Workload cost(KafkaBroker broker, Plan plan, String word) {
        var settings = new ProducerSettings(broker.bootstrapServers(), LINGER_MILLIS, "none");
        int stripes = ProducerSettings.defaultStripes();
        var nanos = new Measure(word + "-cpu", "ns/send", 0, true);
        var bytes = new Measure(word + "-bytes", "B/send", 1, true);
        var records = new ChatRecords(SendContender.OPENING + Math.min(COST_RECORDS, plan.recordsOr(COST_RECORDS)));
        var bars = new ArrayList<Bar>();
        for (Pair pair : List.of(
                new Pair(MQ, RawStripedSender.NAME),
                new Pair(MQ_1_STRIPE, Workload.RAW),
                new Pair(MQ_PREBUILT, Workload.RAW))) {
            bars.add(Bar.atMostBeyond(nanos, pair.system, COST_BAR_NANOS, pair.yardstick));
            bars.add(Bar.atMostBeyond(bytes, pair.system, COST_BAR_BYTES, pair.yardstick));
        }
        return new Workload(
                List.of(nanos, bytes),
                bars,
                "cost of an asynchronous send with one shared callback, 1 thread, "
                        + asynchronousText(SEND_BLOCKS_IN_ROUND, records, settings)
                        + "; processor time and allocation of the sending thread, the I/O threads and the connector's"
                        + " own; mq-prebuilt: 1 stripe, messages made beforehand; raw-striped: as many producers as mq"
                        + " has stripes",
                SEND_BLOCKS_IN_ROUND,
                contenders(
                        broker,
                        word,
                        List.of(
                                new MqSender(MQ, settings, stripes),
                                new MqSender(MQ_1_STRIPE, settings, 1),
                                new PrebuiltMqSender(MQ_PREBUILT, settings, 1, topic(word, MQ_PREBUILT), records),
                                new RawStripedSender(settings, stripes),
                                new RawSender(settings)),
                        1,
                        records,
                        SendContender.Aspect.COST),
                () -> {});
    }

    private record Pair(String system, String yardstick) {}

    private static ChatRecords records(Plan plan, int own) {
        return new ChatRecords(SendContender.OPENING + plan.recordsOr(own));
    }

    private static String asynchronousText(int blocks, ChatRecords records, ProducerSettings settings) {
        return text(blocks, records, settings) + "; mq has " + ProducerSettings.defaultStripes() + " stripes";
    }

    private static String text(int blocks, ChatRecords records, ProducerSettings settings) {
        return String.format(
                Locale.ROOT,
                "%d blocks a round of %,d records, chat JSON of %d to %d B, %,d keys, %d partitions, linger %d ms, batch"
                        + " %d KiB, %s, buffer %d MiB in all, acks all, idempotent",
                blocks,
                records.count() - SendContender.OPENING,
                ChatRecords.MIN_VALUE_BYTES,
                ChatRecords.MAX_VALUE_BYTES,
                ChatRecords.KEY_COUNT,
                SendTopic.PARTITIONS,
                settings.lingerMillis(),
                ProducerSettings.BATCH_BYTES >> 10,
                settings.compression(),
                ProducerSettings.BUFFER_BYTES >> 20);
    }

    private static String topic(String word, String sender) {
        return word + "." + sender;
    }

    private static List<Contender> contenders(
            KafkaBroker broker,
            String word,
            List<? extends RecordSender> senders,
            int threads,
            ChatRecords records,
            SendContender.Aspect aspect) {
        var contenders = new ArrayList<Contender>();
        for (RecordSender sender : senders) {
            contenders.add(new SendContender(
                    sender, threads, new SendTopic(broker, topic(word, sender.name())), records, aspect));
        }
        return contenders;
    }
}
