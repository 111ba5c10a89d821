// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka producer of a {@link StandIn}, and what it has in flight. Thread-safe. */
final class StandInProducer {
    private static final int LINGER_MILLIS = 5;

    private final Defect defect;
    private final KafkaProducer<byte[], byte[]> kafka;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean isClosed;

    /** Knows its topic when it is made. */
    StandInProducer(String brokers, String topic, SeedPlan plan, Defect defect) {
        this.defect = defect;
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SeedPlan.MAX_BLOCK.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) SeedPlan.REQUEST_TIMEOUT.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                plan.deliveryTimeout().toMillis());
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        // else it forgets its topics when no broker answers, and who then sends on its I/O thread waits for itself
        config.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        kafka = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            kafka.partitionsFor(topic);
        } catch (KafkaException e) {
            kafka.close(Duration.ZERO);
            throw e;
        }
    }

    boolean isIdle() {
        return inFlight.get() == 0;
    }

    /** With the gate's lock held. */
    void send(MqMessage message, MqSendCallback callback) {
        send(message, callback, defect == Defect.RETRIES_UNKNOWN);
    }

    private void send(MqMessage message, MqSendCallback callback, boolean isTriedAgain) {
        inFlight.incrementAndGet();
        var sender = Thread.currentThread();
        var isInside = new boolean[] {true}; // the sender's
        var unused = kafka.send(
                new ProducerRecord<>(
                        message.topic(),
                        message.partition().isPresent() ? message.partition().getAsInt() : null,
                        message.key(),
                        message.value()),
                (metadata, failure) -> {
                    boolean isUnknown = Thread.currentThread() != sender || !isInside[0];
                    if (failure == null) {
                        callback.acknowledged(message, metadata.partition(), metadata.offset(), metadata.timestamp());
                    } else if (isClosed && defect == Defect.ACKNOWLEDGES_EARLY) {
                        callback.acknowledged(message, 0, 0, 0);
                    } else if (isUnknown && isTriedAgain && !isClosed) {
                        send(message, callback, false);
                    } else {
                        boolean isToldSo = isUnknown && defect != Defect.CALLS_UNKNOWN_NOT_WRITTEN;
                        callback.failed(message, StandIn.failure(failure, message, isToldSo));
                    }
                    inFlight.decrementAndGet();
                });
        isInside[0] = false;
    }

    /** Waits for what is in flight; what still is then fails. */
    void close(Duration timeout) {
        isClosed |= timeout.isZero();
        kafka.close(timeout);
    }
}
