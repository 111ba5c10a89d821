// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plain Kafka clients for the tests of this module. */
final class RawClients {
    private RawClients() {}

    static KafkaProducer<String, String> producer(KafkaBroker broker, Map<String, Object> more) {
        var config = new HashMap<String, Object>(more);
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    /** Sends so many values that start with the prefix, and returns when all are acknowledged. */
    static List<String> send(KafkaBroker broker, String topic, String prefix, int count) throws Exception {
        try (var producer = producer(broker, Map.of())) {
            return send(producer, topic, prefix, count);
        }
    }

    static List<String> send(KafkaProducer<String, String> producer, String topic, String prefix, int count)
            throws Exception {
        List<String> values =
                IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        List<Future<RecordMetadata>> acknowledgements = values.stream()
                .map(value -> producer.send(new ProducerRecord<>(topic, value, value)))
                .toList();
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            acknowledgement.get(30, TimeUnit.SECONDS);
        }
        return values;
    }

    static List<String> values(KafkaBroker broker, String topic) {
        return broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()).stream()
                .map(record -> record.value())
                .toList();
    }
}
