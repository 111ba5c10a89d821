// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that puts what is current on the sender's thread into each message, by the carriers of an application; in all
 * else it is the producer behind it. Thread-safe. Callbacks and results have the message as it was sent, with its headers.
 */
public final class CarryingProducer implements MqProducer {
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long NEVER = 0;

    /** When a failure was told last; its own atomicity. */
    private final AtomicLong toldNanos = new AtomicLong(NEVER);

    private final MqProducer producer;
    private final List<MqContextCarrier> carriers;
    private final Consumer<Throwable> failures;

    private CarryingProducer(MqProducer producer, List<MqContextCarrier> carriers, Consumer<Throwable> failures) {
        this.producer = producer;
        this.carriers = carriers;
        this.failures = failures;
    }

    /**
     * The producer itself where there are no carriers.
     *
     * @param producer sends
     * @param carriers asked in this order
     * @param failures told what a carrier threw, the first time and then once a minute; its headers are left out, the message
     *     is sent
     */
    public static MqProducer of(MqProducer producer, List<MqContextCarrier> carriers, Consumer<Throwable> failures) {
        return carriers.isEmpty() ? producer : new CarryingProducer(producer, List.copyOf(carriers), failures);
    }

    @Override
    public MqReceipt send(MqMessage message) {
        return producer.send(carrying(message));
    }

    @Override
    public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return producer.send(topic, key, payload, carrying(headers));
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        return producer.sendAsync(carrying(message));
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(
            String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return producer.sendAsync(topic, key, payload, carrying(headers));
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        producer.sendAsync(carrying(message), callback);
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        return producer.sendBatch(messages.stream().map(this::carrying).toList());
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        return producer.sendBatchAsync(messages.stream().map(this::carrying).toList());
    }

    @Override
    public void flush(Duration timeout) {
        producer.flush(timeout);
    }

    @Override
    public MqPing ping(Duration timeout) {
        return producer.ping(timeout);
    }

    @Override
    public MqProducerStats stats() {
        return producer.stats();
    }

    private MqMessage carrying(MqMessage message) {
        var headers = carrying(message.headers());
        if (headers.size() == message.headers().size()) {
            return message;
        }
        var builder = MqMessage.builder(message.topic())
                .key(message.key())
                .value(message.value())
                .headers(headers);
        message.timestamp().ifPresent(builder::timestamp);
        message.partition().ifPresent(builder::partition);
        return builder.build();
    }

    /** The same object if there is nothing to carry. */
    private MqHeaders carrying(MqHeaders headers) {
        var all = new HeadersSoFar(headers);
        for (MqContextCarrier carrier : carriers) {
            var before = all.headers;
            try {
                carrier.inject(all::add);
            } catch (RuntimeException | LinkageError e) {
                all.headers = before;
                tell(e);
            }
        }
        return all.headers;
    }

    private void tell(Throwable failure) {
        long now = System.nanoTime();
        long last = toldNanos.get();
        if ((last == NEVER || now - last >= REPEAT_NANOS) && toldNanos.compareAndSet(last, now == NEVER ? 1 : now)) {
            failures.accept(failure);
        }
    }

    /** For one message and one thread. */
    private static final class HeadersSoFar {
        private MqHeaders headers;

        HeadersSoFar(MqHeaders headers) {
            this.headers = headers;
        }

        void add(String name, String value) {
            if (headers.last(name).isEmpty()) {
                headers = headers.with(name, value);
            }
        }
    }
}
