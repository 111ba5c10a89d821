// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqTransactionException;
import io.mqconnector.engine.outbound.OffsetTransaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Transactions without a broker: what readers of committed messages would see. */
final class FakeTransactions implements Supplier<OffsetTransaction> {
    /** Texts of messages, and positions as {@code @offset}, in the order of commits. */
    final List<String> committed = new ArrayList<>();
    /** What the next commits fail with, until it is empty. */
    final Deque<MqTransactionException> refusals = new ArrayDeque<>();
    /** What the next transactions fail to begin with, until it is empty. */
    final Deque<RuntimeException> unavailable = new ArrayDeque<>();

    final List<Fake> begun = new ArrayList<>();

    static MqTransactionException refusal(MqErrorCode code, MqOutcome outcome, @Nullable Throwable cause) {
        return new MqTransactionException(code, outcome, "tx", "told to be refused", cause, true, false);
    }

    @Override
    public OffsetTransaction get() {
        if (!unavailable.isEmpty()) {
            throw unavailable.remove();
        }
        var transaction = new Fake();
        begun.add(transaction);
        return transaction;
    }

    final class Fake implements OffsetTransaction {
        private final List<String> sent = new ArrayList<>();
        private State state = State.OPEN;

        @Override
        public void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            if (state != State.OPEN) {
                throw refusal(MqErrorCode.ILLEGAL_STATE, MqOutcome.NOT_WRITTEN, null);
            }
            if (!refusals.isEmpty()) {
                var refusal = refusals.remove();
                state = refusal.outcome() == MqOutcome.UNKNOWN ? State.UNKNOWN : State.ABORTED;
                throw refusal;
            }
            state = State.COMMITTED;
            committed.addAll(sent);
            offsets.values().forEach(offset -> committed.add("@" + offset.offset()));
        }

        @Override
        public void commit() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String transactionalId() {
            return "tx";
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public void abort() {
            state = State.ABORTED;
        }

        @Override
        public void close() {
            if (state == State.OPEN) {
                abort();
            }
        }

        @Override
        public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
            sent.add(message.topic() + ":" + message.text());
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<MqReceipt> sendAsync(
                String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
            return sendAsync(MqMessage.builder(topic).value((String) payload).build());
        }

        @Override
        public MqReceipt send(MqMessage message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sendAsync(MqMessage message, MqSendCallback callback) {
            throw new UnsupportedOperationException();
        }
    }
}
