// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sending, against the plain producer. Stateless. */
final class SendWorkloads {
    private static final int SEND_RECORDS = 200_000;
    private static final int SYNC_RECORDS = 1_000;
    /**
     * Short blocks in quick turns instead of one long run: a virtual machine's slow moments last about a second, and so
     * hit all contenders of a turn. Sends are that much closer together than consumer rates.
     */
    private static final int SEND_BLOCKS_IN_ROUND = 8;

    private static final int LINGER_MILLIS = 5;

    private SendWorkloads() {}

    /** Asynchronous, callback form. */
    static Workload asynchronous(KafkaBroker broker, Plan plan, String word, String compression) {
        var settings = new ProducerSettings(broker.bootstrapServers(), LINGER_MILLIS, compression);
        int count = plan.recordsOr(SEND_RECORDS);
        var records = new ChatRecords(SendContender.OPENING + count);
        var senders = List.of(
                new MqSender("mq", settings, ProducerSettings.defaultStripes()),
                new MqSender("mq-1-stripe", settings, 1),
                new RawSender(settings));
        return new Workload(
                List.of(Measure.throughput(word)),
                List.of(),
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
                contenders(broker, word, senders, records, false),
                () -> {});
    }

    /** One after the other, each waited for. */
    static Workload synchronous(KafkaBroker broker, Plan plan, String word) {
        var settings = new ProducerSettings(broker.bootstrapServers(), 0, "lz4");
        int count = Math.min(SYNC_RECORDS, plan.recordsOr(SYNC_RECORDS));
        var records = new ChatRecords(SendContender.OPENING + count);
        var senders = List.of(new MqSender("mq", settings, ProducerSettings.defaultStripes()), new RawSender(settings));
        return new Workload(
                List.of(Measure.latency(word + "-p50"), Measure.latency(word + "-p99")),
                List.of(),
                String.format(
                        Locale.ROOT,
                        "synchronous send, 1 thread, %d blocks a round of %,d records, %d B, linger 0, lz4, acks all,"
                                + " idempotent; percentiles of a block",
                        SEND_BLOCKS_IN_ROUND,
                        count,
                        ChatRecords.VALUE_BYTES),
                SEND_BLOCKS_IN_ROUND,
                contenders(broker, word, senders, records, true),
                () -> {});
    }

    private static List<Contender> contenders(
            KafkaBroker broker,
            String word,
            List<? extends RecordSender> senders,
            ChatRecords records,
            boolean isOneAtATime) {
        var contenders = new ArrayList<Contender>();
        for (RecordSender sender : senders) {
            var topic = new SendTopic(broker, word + "." + sender.name());
            contenders.add(new SendContender(sender, topic, records, isOneAtATime));
        }
        return contenders;
    }
}
