// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqTransaction;
import io.mqconnector.api.MqTransactionException;
import jakarta.resource.spi.LocalTransactionException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnlistedTransactionTest {
    private final List<String> calls = new ArrayList<>();
    private @Nullable RuntimeException commitFailure;
    private @Nullable RuntimeException beginFailure;
    private final EnlistedTransaction enlisted = new EnlistedTransaction(fake(MqProducer.class));

    @Test
    void isAKafkaTransactionFromBeginToEnd() throws Exception {
        assertThat(enlisted.sends()).isNull();
        enlisted.begin();
        var sends = enlisted.sends();
        assertThat(sends).isNotNull();
        sends.send(MqMessage.of("t", new byte[0]));
        assertThat(sends.sendBatch(List.of(MqMessage.of("t", new byte[0]), MqMessage.of("t", new byte[0])))
                        .acknowledgedCount())
                .isEqualTo(2);
        enlisted.commit();
        enlisted.begin();
        enlisted.rollback();

        assertThat(enlisted.sends()).isNull();
        assertThat(calls)
                .containsExactly(
                        "beginTransaction", "send", "sendAsync", "sendAsync", "commit", "beginTransaction", "abort");
    }

    @Test
    @SuppressWarnings("NullAway") // the point of it
    void sendsNothingOfABatchWithAGap() throws Exception {
        enlisted.begin();
        var sends = enlisted.sends();
        assertThat(sends).isNotNull();

        assertThatThrownBy(() -> sends.sendBatch(Arrays.asList(MqMessage.of("t", new byte[0]), null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("messages[1] is null");

        assertThat(calls).containsExactly("beginTransaction");
    }

    @Test
    void sendsNothingOfABatchThatWouldWaitForItself() throws Exception {
        enlisted.begin();
        MqProducer sends = requireNonNull(enlisted.sends());
        var batch = new FutureTask<>(() -> sends.sendBatch(List.of(MqMessage.of("t", new byte[0]))));

        // where Kafka calls back
        new Thread(batch, "kafka-producer-network-thread | mq-1").start();

        assertThatThrownBy(() -> batch.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        MqConnectionException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(MqErrorCode.ILLEGAL_STATE));
        assertThat(calls).containsExactly("beginTransaction");
    }

    @Test
    void isEndedOnceAndBegunOnce() throws Exception {
        assertThatThrownBy(enlisted::commit).isInstanceOf(LocalTransactionException.class);
        enlisted.begin();
        assertThatThrownBy(enlisted::begin).isInstanceOf(LocalTransactionException.class);
        enlisted.commit();
        assertThatThrownBy(enlisted::rollback).isInstanceOf(LocalTransactionException.class);
    }

    @Test
    void aCommitThatFailedIsToldTheServer() throws Exception {
        commitFailure = new MqTransactionException(
                MqErrorCode.TRANSACTION_ABORTED, MqOutcome.NOT_WRITTEN, "id", "a send failed", null, true, false);
        enlisted.begin();

        assertThatThrownBy(enlisted::commit)
                .isInstanceOf(LocalTransactionException.class)
                .hasMessage("mq: not committed: a send failed")
                .hasCause(commitFailure);
    }

    @Test
    void aTransactionThatCannotBeginIsToldTheServer() {
        beginFailure = new MqConnectionException(MqErrorCode.POOL_EXHAUSTED, "none is free", null, true);

        assertThatThrownBy(enlisted::begin)
                .isInstanceOf(LocalTransactionException.class)
                .hasMessage("mq: none is free");
        assertThat(enlisted.sends()).isNull();
    }

    @Test
    void whatTheServerLeftOpenIsAborted() throws Exception {
        enlisted.abandon();
        enlisted.begin();
        enlisted.abandon();

        assertThat(calls).containsExactly("beginTransaction", "close");
    }

    @Test
    void noOtherTransactionBeginsWithinIt() throws Exception {
        enlisted.begin();
        var sends = enlisted.sends();

        assertThat(sends).isNotNull();
        assertThatThrownBy(sends::beginTransaction)
                .isInstanceOf(MqConnectionException.class)
                .hasMessageContaining("mq.producer.jta=enlist");
    }

    /** Notes what is called. */
    private <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    calls.add(method.getName());
                    var failure = method.getName().equals("commit")
                            ? commitFailure
                            : method.getName().equals("beginTransaction") ? beginFailure : null;
                    if (failure != null) {
                        throw failure;
                    }
                    return switch (method.getName()) {
                        case "beginTransaction" -> fake(MqTransaction.class);
                        case "send" -> new MqReceipt("t", 0, 0, 0, 0);
                        case "sendAsync" -> CompletableFuture.completedFuture(new MqReceipt("t", 0, 0, 0, 0));
                        default -> null;
                    };
                }));
    }
}
