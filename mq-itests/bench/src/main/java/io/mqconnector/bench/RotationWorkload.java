// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.runtime.Connector;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Producers replaced one after the other under a steady load: how long that holds senders. Stateless. */
final class RotationWorkload {
    private static final String MQ = "mq";
    private static final String MQ_UNROTATED = "mq-unrotated";
    private static final int PER_SECOND = 20_000;
    private static final int RECORDS = 200_000;
    private static final int LINGER_MILLIS = 5;
    private static final int STRIPES = 4;
    private static final double BAR_MILLIS = 15;

    private RotationWorkload() {}

    /** Opens it. */
    static Workload open(KafkaBroker broker, Plan plan, String word) {
        int count = Math.min(RECORDS, plan.recordsOr(RECORDS));
        var records = new ChatRecords(PacedContender.OPENING + count);
        var settings = new ProducerSettings(broker.bootstrapServers(), LINGER_MILLIS, "lz4");
        var hold = Measure.millis(word + "-hold-p99");
        var caller = Measure.millis(word + "-caller-p99");
        return new Workload(
                List.of(
                        hold,
                        caller,
                        Measure.millis(word + "-caller-p99.9"),
                        Measure.millis(word + "-ack-p50"),
                        Measure.millis(word + "-ack-p99")),
                List.of(Bar.atMost(hold, MQ, BAR_MILLIS), Bar.atMost(caller, MQ, BAR_MILLIS)),
                String.format(
                        Locale.ROOT,
                        "%,d records at %,d/s by 1 thread, callback form, %d stripes, linger %d ms, lz4; mq: a random"
                                + " stripe gets another producer every %d ms and the time that takes; hold: how long"
                                + " each rotation held its stripe's senders; caller and ack: from the time a send was"
                                + " due to the return of its call and to its acknowledgement; raw: one producer, not"
                                + " replaced",
                        count,
                        PER_SECOND,
                        STRIPES,
                        LINGER_MILLIS,
                        Rotator.EVERY_MILLIS),
                1,
                List.of(
                        contender(MQ, new Ours(MQ, settings, true), broker, word, records),
                        contender(MQ_UNROTATED, new Ours(MQ_UNROTATED, settings, false), broker, word, records),
                        contender(Workload.RAW, new Plain(settings), broker, word, records)),
                () -> {});
    }

    private static Contender contender(
            String name, PacedSender sender, KafkaBroker broker, String word, ChatRecords records) {
        return new PacedContender(name, sender, new SendTopic(broker, word + "." + name), records, PER_SECOND);
    }

    /** The connector, its producers being replaced or not. */
    private static final class Ours implements PacedSender {
        private final Connector connector;
        private final StripedProducer producer;
        private final boolean isRotated;
        private @Nullable Rotator rotator;

        Ours(String name, ProducerSettings settings, boolean isRotated) {
            this.connector = Connector.start(
                    settings.mq(RecordSender.id(name), STRIPES), RotationWorkload.class.getClassLoader());
            this.producer = (StripedProducer) connector.producer();
            this.isRotated = isRotated;
        }

        @Override
        public void begin() {
            if (isRotated) {
                rotator = new Rotator(producer);
                rotator.start();
            }
        }

        @Override
        public void send(String topic, ChatRecords records, int number, DueAcknowledgements.One acknowledgement) {
            producer.sendAsync(MqSender.message(topic, records, number), acknowledgement);
        }

        @Override
        public void end() throws InterruptedException {
            if (isRotated) {
                Objects.requireNonNull(rotator).end();
            }
        }

        @Override
        public double holdMillis() {
            return isRotated ? Objects.requireNonNull(rotator).holdMillis() : Double.NaN;
        }

        @Override
        public void close() {
            connector.close();
        }
    }

    /** The plain client. */
    private static final class Plain implements PacedSender {
        private final KafkaProducer<byte[], byte[]> producer;

        Plain(ProducerSettings settings) {
            producer = new KafkaProducer<>(settings.raw(RecordSender.id(Workload.RAW) + "-0", 1));
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
        public void send(String topic, ChatRecords records, int number, DueAcknowledgements.One acknowledgement) {
            producer.send(new ProducerRecord<>(topic, records.key(number), records.value(number)), acknowledgement);
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
