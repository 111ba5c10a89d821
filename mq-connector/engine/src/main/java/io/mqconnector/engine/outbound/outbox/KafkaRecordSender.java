// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.DurableProducer;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.ProducerThread;
import io.mqconnector.engine.client.Progress;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka producer of the relay's own, built with the first message, and again after a fatal failure or a change of the
 * configuration. For one thread.
 */
final class KafkaRecordSender implements RecordSender {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final MqLog log = MqLog.of(KafkaRecordSender.class);
    private final Supplier<Map<String, Object>> properties;
    private final Function<Map<String, Object>, CompletableFuture<Producer<byte[], byte[]>>> factory;
    private final String clientId;
    private final Supplier<SendLimits> limits;
    private @Nullable Producer<byte[], byte[]> producer;
    /** What it was built with. */
    private Map<String, Object> used = Map.of();
    /** Set by Kafka's I/O thread. */
    private volatile boolean isDead;

    /**
     * @param properties of the application's producers, as they are now
     * @param factory builds a producer
     * @param clientId of the producer, for the log
     * @param limits quoted in errors
     */
    KafkaRecordSender(
            Supplier<Map<String, Object>> properties,
            Function<Map<String, Object>, CompletableFuture<Producer<byte[], byte[]>>> factory,
            String clientId,
            Supplier<SendLimits> limits) {
        this.properties = properties;
        this.factory = factory;
        this.clientId = clientId;
        this.limits = limits;
    }

    @Override
    public void begin() {
        if (producer != null && !used.equals(properties.get())) {
            close();
        }
    }

    @Override
    public void send(OutboxRow row, Consumer<@Nullable MqSendException> listener) {
        var relay = Thread.currentThread();
        var told = new AtomicBoolean();
        // a producer in an error state throws, and calls back for the same record when it empties its buffer
        Consumer<@Nullable MqSendException> outcome = failure -> {
            if (told.compareAndSet(false, true)) {
                listener.accept(failure);
            }
        };
        try {
            var unused = open().send(toRecord(row), (metadata, failure) -> {
                outcome.accept(
                        failure == null
                                ? null
                                : failure(
                                        failure,
                                        row,
                                        Thread.currentThread() == relay
                                                ? Progress.NOT_BUFFERED
                                                : Progress.MAYBE_TRIED_AGAIN));
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome.accept(
                    failure(new org.apache.kafka.common.errors.InterruptException(e), row, Progress.NOT_BUFFERED));
        } catch (RuntimeException e) {
            outcome.accept(failure(e, row, Progress.NOT_BUFFERED));
        }
    }

    private MqSendException failure(Exception failure, OutboxRow row, Progress progress) {
        var ours = KafkaErrors.send(
                failure, toMessage(row), row.partition == null ? -1 : row.partition, progress, limits.get());
        if (ours.isFatal() || KafkaErrors.isInErrorState(failure)) {
            isDead = true;
        }
        return ours;
    }

    private static MqMessage toMessage(OutboxRow row) {
        return MqMessage.builder(row.topic)
                .key(row.key)
                .value(row.value)
                .headers(row.headers)
                .build();
    }

    private Producer<byte[], byte[]> open() throws InterruptedException {
        if (isDead) {
            close();
            isDead = false;
        }
        var open = producer;
        if (open == null) {
            used = properties.get();
            try {
                open = factory.apply(DurableProducer.properties(used))
                        .get(DurableProducer.MAX_BLOCK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (TimeoutException e) {
                throw new org.apache.kafka.common.errors.TimeoutException("the producer was not built in time", e);
            }
            producer = open;
        }
        return open;
    }

    private static ProducerRecord<byte[], byte[]> toRecord(OutboxRow row) {
        List<Header> headers = new ArrayList<>(row.headers.size());
        for (MqHeaders.Entry entry : row.headers) {
            headers.add(new RowHeader(entry));
        }
        return new ProducerRecord<>(row.topic, row.partition, row.timestampMillis, row.key, row.value, headers);
    }

    @Override
    public void close() {
        var closing = producer;
        producer = null;
        if (closing != null) {
            try {
                ProducerThread.close(closing, CLOSE_TIMEOUT);
            } catch (RuntimeException e) {
                log.clientCloseFailed(clientId, e);
            }
        }
    }

    /** Kafka's own implementation is not public. */
    private record RowHeader(MqHeaders.Entry entry) implements Header {
        @Override
        public String key() {
            return entry.name();
        }

        @Override
        public byte @Nullable [] value() {
            return entry.value();
        }
    }
}
