// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The plain client: one producer. */
final class RawSender implements RecordSender {
    private final KafkaProducer<byte[], byte[]> producer;

    RawSender(ProducerSettings settings) {
        this.producer = new KafkaProducer<>(settings.raw(RecordSender.id(Workload.RAW) + "-0", 1));
    }

    @Override
    public String name() {
        return Workload.RAW;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    public void send(String topic, ChatRecords records, int from, int to, int step, Acknowledgements acknowledgements) {
        for (int i = from; i < to; i += step) {
            producer.send(new ProducerRecord<>(topic, records.key(i), records.value(i)), acknowledgements);
        }
    }

    @Override
    public void sendAndWait(String topic, ChatRecords records, int from, int to, Histogram nanos)
            throws InterruptedException {
        sendAndWait(name(), number -> producer, topic, records, from, to, nanos);
    }

    /** As {@link RecordSender#sendAndWait}, each record by its own producer. */
    static void sendAndWait(
            String name,
            IntFunction<KafkaProducer<byte[], byte[]>> producers,
            String topic,
            ChatRecords records,
            int from,
            int to,
            Histogram nanos)
            throws InterruptedException {
        try {
            for (int i = from; i < to; i++) {
                long start = System.nanoTime();
                producers
                        .apply(i)
                        .send(new ProducerRecord<>(topic, records.key(i), records.value(i)))
                        .get();
                nanos.recordValue(System.nanoTime() - start);
            }
        } catch (ExecutionException e) {
            throw new WrongResultException(name + ": a send failed", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
