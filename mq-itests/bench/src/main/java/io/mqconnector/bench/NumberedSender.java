// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A plain producer of {@link NumberedValue}s. For one thread; whoever opened it closes it. */
final class NumberedSender implements AutoCloseable {
    private static final int BATCH_BYTES = 64 << 10;

    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    /** Copied by the producer before a send returns. */
    private final byte[] value;

    NumberedSender(String brokers, String topic, int valueBytes, int lingerMillis) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brokers, "linger.ms", lingerMillis, "batch.size", BATCH_BYTES);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.value = new byte[valueBytes];
        new Random(20_26).nextBytes(value);
        producer.partitionsFor(topic); // so that the first does not wait
    }

    /** Sends without waiting, with the present time. */
    @SuppressWarnings("FutureReturnValueIgnored") // the count tells
    void send(int number, int key) {
        NumberedValue.write(value, number, key, System.nanoTime());
        producer.send(new ProducerRecord<>(topic, "k" + key, value));
    }

    /** Waits for what was sent. */
    @Override
    public void close() {
        producer.close();
    }
}
