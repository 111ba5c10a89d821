// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqTransaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A producer that puts what is current on the sender's thread into each message, by the carriers of an application; in all
 * else it is the producer behind it. Thread-safe. Callbacks and results have the message as it was sent, with its headers.
 */
public final class CarryingProducer extends CarryingSender<MqProducer> implements MqProducer {
    private CarryingProducer(MqProducer producer, Carriers carriers) {
        super(producer, carriers);
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
        return carriers.isEmpty() ? producer : new CarryingProducer(producer, new Carriers(carriers, failures));
    }

    @Override
    public MqBatchResult sendBatch(List<? extends MqMessage> messages) {
        return sender.sendBatch(
                Messages.checked(messages).stream().map(carriers::carrying).toList());
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> messages) {
        return sender.sendBatchAsync(
                Messages.checked(messages).stream().map(carriers::carrying).toList());
    }

    @Override
    public void flush(Duration timeout) {
        sender.flush(timeout);
    }

    @Override
    public MqPing ping(Duration timeout) {
        return sender.ping(timeout);
    }

    @Override
    public MqProducerStats stats() {
        return sender.stats();
    }

    @Override
    public MqTransaction beginTransaction() {
        return new Transaction(sender.beginTransaction(), carriers);
    }

    private static final class Transaction extends CarryingSender<MqTransaction> implements MqTransaction {
        Transaction(MqTransaction transaction, Carriers carriers) {
            super(transaction, carriers);
        }

        @Override
        public String transactionalId() {
            return sender.transactionalId();
        }

        @Override
        public State state() {
            return sender.state();
        }

        @Override
        public void commit() {
            sender.commit();
        }

        @Override
        public void abort() {
            sender.abort();
        }

        @Override
        public void close() {
            sender.close();
        }
    }
}
