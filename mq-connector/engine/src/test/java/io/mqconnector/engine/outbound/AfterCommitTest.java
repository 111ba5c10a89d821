// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerStats;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTrace;
import io.mqconnector.api.MqTransaction;
import io.mqconnector.spi.PayloadConverters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AfterCommitTest {
    private final FakeTransactions transactions = new FakeTransactions();
    private final SentList sent = new SentList();
    private final List<MqErrorCode> errors = new ArrayList<>();
    private final MqProducer producer = new JtaProducer(
            sent,
            new AfterCommit(transactions, 3, 100, sent),
            new Payloads(PayloadConverters.of(getClass().getClassLoader()), errors::add),
            errors::add);

    @Test
    void sendsAtOnceWithoutATransaction() {
        var receipt = producer.send("t", "k", "a");

        assertThat(receipt.isPending()).isFalse();
        assertThat(sent.texts()).containsExactly("a");
    }

    @Test
    void holdsUntilTheCommitAndSendsInOrder() {
        transactions.begin();
        var receipt = producer.send("t", "k", "a");
        var stage = producer.sendAsync("t", "k", "b").toCompletableFuture();

        assertThat(receipt.isPending()).isTrue();
        assertThat(receipt.offset()).isEqualTo(-1);
        assertThat(stage).isNotDone();
        assertThat(sent.texts()).isEmpty();

        transactions.end(true);

        assertThat(sent.texts()).containsExactly("a", "b");
        assertThat(stage.join().isPending()).isFalse();
        assertThat(stage.join().offset()).isEqualTo(1);
    }

    @Test
    void dropsAtTheRollbackAndSaysSo() {
        transactions.begin();
        producer.send("t", "k", "a");
        var stage = producer.sendAsync("t", "k", "b").toCompletableFuture();

        transactions.end(false);

        assertThat(sent.texts()).isEmpty();
        assertThat(failure(stage).code()).isEqualTo(MqErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(failure(stage).outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        assertThat(failure(stage)).hasMessageContaining("was rolled back");
    }

    @Test
    void refusesInATransactionThatIsBoundToRollBack() {
        transactions.begin();
        transactions.doom();

        assertThatThrownBy(() -> producer.send("t", "k", "a"))
                .isInstanceOfSatisfying(
                        MqSendException.class,
                        e -> assertThat(e.code()).isEqualTo(MqErrorCode.TRANSACTION_ROLLED_BACK));
        assertThat(producer.sendAsync("t", "a").toCompletableFuture()).isCompletedExceptionally();
        assertThat(errors).hasSize(2);
    }

    @Test
    void refusesMoreThanItMayHoldAndSendsWhatItHolds() {
        transactions.begin();
        for (String text : List.of("a", "b", "c")) {
            producer.send("t", text);
        }

        assertThatThrownBy(() -> producer.send("t", "d"))
                .isInstanceOf(MqSendException.class)
                .hasMessageContaining("holds 3 messages of 3 bytes")
                .hasMessageContaining("mq.producer.jta-max-messages (now 3)");

        transactions.end(true);
        assertThat(sent.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void countsBytesToo() {
        transactions.begin();
        producer.send(MqMessage.builder("t").value(new byte[60]).build());

        assertThatThrownBy(() ->
                        producer.send(MqMessage.builder("t").value(new byte[41]).build()))
                .isInstanceOfSatisfying(
                        MqSendException.class, e -> assertThat(e.code()).isEqualTo(MqErrorCode.TRANSACTION_TOO_LARGE));
    }

    @Test
    void batchesAreHeldToo() {
        transactions.begin();
        var batch = List.of(MqMessage.of("t", bytes("a")), MqMessage.of("t", bytes("b")));
        var now = producer.sendBatch(batch);
        var later = producer.sendBatchAsync(batch.subList(0, 1)).toCompletableFuture();

        assertThat(now.results())
                .allSatisfy(result ->
                        assertThat(result.receipt().orElseThrow().isPending()).isTrue());
        assertThat(later).isNotDone();

        transactions.end(true);

        assertThat(sent.texts()).containsExactly("a", "b", "a");
        assertThat(later.join().acknowledgedCount()).isEqualTo(1);
    }

    @Test
    void batchesOutsideATransactionGoAtOnce() {
        var batch = List.of(MqMessage.of("t", bytes("a")), MqMessage.of("t", bytes("b")));

        assertThat(producer.sendBatch(batch).acknowledgedCount()).isEqualTo(2);
        assertThat(producer.sendBatchAsync(batch).toCompletableFuture().join().acknowledgedCount())
                .isEqualTo(2);
        assertThat(sent.texts()).containsExactly("a", "b", "a", "b");
    }

    @Test
    void aTransactionThatEndedMeanwhileTakesNothing() {
        var waiting = new UntilCommit(transactions, 9, 99, all -> {});
        transactions.begin();
        var kept = waiting.current(MqMessage.of("t", bytes("a")));
        transactions.end(false);

        assertThat(kept).isNotNull();
        assertThatThrownBy(() -> kept.add(MqMessage.of("t", bytes("a")), null))
                .isInstanceOf(MqSendException.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void aCallbackThatThrowsKeepsNoOtherFromBeingTold() {
        transactions.begin();
        producer.sendAsync(MqMessage.of("t", bytes("a")), new MqSendCallback() {
            @Override
            public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void failed(MqMessage message, MqSendException failure) {
                throw new IllegalStateException("on purpose");
            }
        });
        var stage = producer.sendAsync("t", "b").toCompletableFuture();

        transactions.end(true);

        assertThat(stage).isCompleted();
    }

    @Test
    void theTraceOfTheSenderGoesWithTheMessage() {
        transactions.begin();
        try (var scope = MqTrace.open("trace-1")) {
            assertThat(scope).isNotNull();
            producer.send("t", "a");
        }

        transactions.end(true);

        assertThat(sent.messages.get(0).headers().text(MqTrace.HEADER)).contains("trace-1");
    }

    @Test
    void aProducerThatIsNotEnlistedRefusesWithinATransaction() {
        var enlist = new JtaProducer(
                sent,
                new NotEnlisted(transactions),
                new Payloads(PayloadConverters.of(getClass().getClassLoader()), errors::add),
                errors::add);

        assertThat(enlist.send("t", "a").isPending()).isFalse();
        transactions.begin();
        assertThatThrownBy(() -> enlist.send("t", "b"))
                .isInstanceOf(MqSendException.class)
                .hasMessageContaining("MqConnectionFactory.getConnection()");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static MqSendException failure(CompletableFuture<MqReceipt> stage) {
        try {
            stage.join();
            throw new AssertionError("no failure");
        } catch (java.util.concurrent.CompletionException e) {
            return (MqSendException) e.getCause();
        }
    }

    /** Acknowledges everything at once. */
    private static final class SentList implements MqProducer {
        private final List<MqMessage> messages = new ArrayList<>();

        private List<@Nullable String> texts() {
            return messages.stream().<@Nullable String>map(MqMessage::text).toList();
        }

        @Override
        public MqReceipt send(MqMessage message) {
            messages.add(message);
            return new MqReceipt(message.topic(), 0, messages.size() - 1, 0, 0);
        }

        @Override
        public MqReceipt send(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
            throw new AssertionError("made into a message before");
        }

        @Override
        public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
            return CompletableFuture.completedFuture(send(message));
        }

        @Override
        public CompletionStage<MqReceipt> sendAsync(
                String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
            throw new AssertionError("made into a message before");
        }

        @Override
        public void sendAsync(MqMessage message, MqSendCallback callback) {
            var receipt = send(message);
            callback.acknowledged(message, receipt.partition(), receipt.offset(), 0);
        }

        @Override
        public MqBatchResult sendBatch(List<? extends MqMessage> all) {
            return new MqBatchResult(all.stream()
                    .map(message -> MqBatchResult.Result.of(send(message)))
                    .toList());
        }

        @Override
        public CompletionStage<MqBatchResult> sendBatchAsync(List<? extends MqMessage> all) {
            return CompletableFuture.completedFuture(sendBatch(all));
        }

        @Override
        public void flush(Duration timeout) {}

        @Override
        public MqPing ping(Duration timeout) {
            throw new AssertionError("not asked for");
        }

        @Override
        public MqTransaction beginTransaction() {
            throw new AssertionError("not asked for");
        }

        @Override
        public MqProducerStats stats() {
            throw new AssertionError("not asked for");
        }
    }
}
