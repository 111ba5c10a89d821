// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * As many plain producers as the connector has stripes, a key always by the same: tells what more producers cost or gain
 * from what the connector does.
 */
final class RawStripedSender implements RecordSender {
    /** What its rows are called. */
    static final String NAME = "raw-striped";

    /** Knuth's: neighbouring keys go to different producers, but not in turn, as the threads' shares do. */
    private static final int SPREAD = 0x9E3779B9;

    private static final int SPREAD_SHIFT = 16;

    private final List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();

    RawStripedSender(ProducerSettings settings, int count) {
        for (int i = 0; i < count; i++) {
            producers.add(new KafkaProducer<>(settings.raw(RecordSender.id(NAME) + "-" + i, count)));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    public void send(String topic, ChatRecords records, int from, int to, int step, Acknowledgements acknowledgements) {
        for (int i = from; i < to; i += step) {
            producer(i).send(new ProducerRecord<>(topic, records.key(i), records.value(i)), acknowledgements);
        }
    }

    @Override
    public void sendAndWait(String topic, ChatRecords records, int from, int to, Histogram nanos)
            throws InterruptedException {
        RawSender.sendAndWait(NAME, this::producer, topic, records, from, to, nanos);
    }

    /** The one that sends record {@code number}. */
    private KafkaProducer<byte[], byte[]> producer(int number) {
        return producers.get((((number % ChatRecords.KEY_COUNT) * SPREAD) >>> SPREAD_SHIFT) % producers.size());
    }

    @Override
    public void close() {
        producers.forEach(KafkaProducer::close);
    }
}
