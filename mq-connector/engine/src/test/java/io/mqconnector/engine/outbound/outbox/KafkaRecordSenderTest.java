// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.SendLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaRecordSenderTest {
    @Test
    void tellsAFailureOnceThatKafkaBothThrowsAndCallsBack() {
        var kafka = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                var unused = super.send(record, callback);
                throw new KafkaException("in an error state", new ProducerFencedException("fenced"));
            }
        };
        var limits = new SendLimits("b:9092", Duration.ofSeconds(2), Duration.ofSeconds(10), 1_000_000, 4_000_000);
        var outcomes = new ArrayList<MqSendException>();

        try (var sender = new KafkaRecordSender(
                Map::of, properties -> CompletableFuture.completedFuture(kafka), "c", () -> limits)) {
            sender.send(new OutboxRow(1, "id", "t", null, new byte[1], MqHeaders.none(), null, 0), outcomes::add);
            kafka.errorNext(new KafkaException("aborted"));
        }

        assertThat(outcomes).hasSize(1);
    }
}
