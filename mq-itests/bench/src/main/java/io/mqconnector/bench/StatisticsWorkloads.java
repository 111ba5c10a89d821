// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What statistics and metrics cost: the connector as it is, against the same one with the methods emptied that count. What
 * is read of counters now and then (by monitoring, JMX, registries) is read of both. Stateless.
 */
final class StatisticsWorkloads {
    private static final String MQ = "mq";
    private static final String UNCOUNTED = "mq-uncounted";

    /** Less than 3 %. */
    private static final double BAR = 0.97;

    private static final int LINGER_MILLIS = 5;
    private static final int SEND_RECORDS = 200_000;
    /** Short blocks in quick turns: see {@link SendWorkloads}. */
    private static final int BLOCKS_IN_ROUND = 8;

    private static final int CONSUME_RECORDS = 1_000_000;
    private static final int CONSUME_KEYS = 1_000;

    private StatisticsWorkloads() {}

    /** Asynchronous, callback form, one thread, uncompressed: where counting is most of a send. */
    static Workload sending(KafkaBroker broker, Plan plan, String word) {
        int records = plan.recordsOr(SEND_RECORDS);
        return workload(
                broker,
                word,
                records,
                Sending.class,
                EnumSet.of(
                        OwnEngine.Count.SENT,
                        OwnEngine.Count.SENT_TIMED,
                        OwnEngine.Count.SENT_TOPIC,
                        OwnEngine.Count.SEND_SAMPLE),
                String.format(
                        Locale.ROOT,
                        "asynchronous send with one shared callback, 1 thread, %d blocks a round of %,d records, chat JSON,"
                                + " linger %d ms, uncompressed, default pool; first send to last acknowledgement",
                        BLOCKS_IN_ROUND,
                        records,
                        LINGER_MILLIS));
    }

    /** A trivial handler, ordering by partition, one worker. */
    static Workload delivery(KafkaBroker broker, Plan plan, String word) {
        int records = plan.recordsOr(CONSUME_RECORDS);
        return workload(
                broker,
                word,
                records,
                Delivery.class,
                EnumSet.of(OwnEngine.Count.RECEIVED, OwnEngine.Count.HANDLED, OwnEngine.Count.PROCESSED),
                String.format(
                        Locale.ROOT,
                        "trivial handler, %d blocks a round of %,d records, %d B, %,d keys, %d partitions, max.poll.records %d, ordering"
                                + " partition, 1 worker; first call to the end of the last",
                        BLOCKS_IN_ROUND,
                        records,
                        ConsumeTopic.VALUE_BYTES,
                        CONSUME_KEYS,
                        ConsumeWorkloads.PARTITIONS,
                        ConsumeWorkloads.DEFAULT_POLL));
    }

    private static Workload workload(
            KafkaBroker broker,
            String word,
            int records,
            Class<? extends ContenderSource> source,
            Set<OwnEngine.Count> counts,
            String description) {
        var rate = Measure.throughput(word);
        return new Workload(
                List.of(rate),
                List.of(Bar.atLeast(rate, MQ, BAR, UNCOUNTED)),
                description + "; " + UNCOUNTED + ": the same connector with what counts each message taken out",
                BLOCKS_IN_ROUND,
                List.of(
                        OwnEngine.counting().open(source, counts, broker, MQ, word + "." + MQ, records),
                        OwnEngine.uncounting()
                                .open(source, counts, broker, UNCOUNTED, word + "." + UNCOUNTED, records)),
                () -> {});
    }

    /** Sends. */
    public static final class Sending implements ContenderSource {
        @Override
        public Contender open(KafkaBroker broker, String name, String topic, int records) {
            var settings = new ProducerSettings(broker.bootstrapServers(), LINGER_MILLIS, "none");
            return new SendContender(
                    new MqSender(name, settings, ProducerSettings.defaultStripes()),
                    1,
                    new SendTopic(broker, topic),
                    new ChatRecords(SendContender.OPENING + records),
                    SendContender.Aspect.RATE);
        }
    }

    /** Listens. */
    public static final class Delivery implements ContenderSource {
        @Override
        public Contender open(KafkaBroker broker, String name, String topic, int records) {
            var filled = ConsumeTopic.filled(
                    broker, topic, ConsumeWorkloads.PARTITIONS, records, number -> number % CONSUME_KEYS);
            var settings = new ConsumeSettings(broker.bootstrapServers(), ConsumeWorkloads.DEFAULT_POLL);
            var contender = new ConsumeContenders(filled, settings).sink(name, ConsumeContenders.byPartition(1));
            return new WithTopic(contender, filled);
        }
    }

    private record WithTopic(Contender contender, ConsumeTopic topic) implements Contender {
        @Override
        public String name() {
            return contender.name();
        }

        @Override
        public double[] run() throws InterruptedException {
            return contender.run();
        }

        @Override
        public void close() {
            contender.close();
            topic.delete();
        }
    }
}
