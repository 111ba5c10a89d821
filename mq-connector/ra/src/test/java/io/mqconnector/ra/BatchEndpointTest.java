// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqRejectedException;
import io.mqconnector.engine.inbound.EndpointUnavailableException;
import io.mqconnector.ra.BeanEndpointTest.AnyDelivery;
import io.mqconnector.ra.StrictEndpointFactory.EjbFailure;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a batch, for each thing that a bean, its transaction and the server can do. */
class BatchEndpointTest {
    private final StrictEndpointFactory server = new StrictEndpointFactory();
    private final List<List<MqDelivery>> batches = new ArrayList<>();
    private final List<MqDelivery> batch = List.of(new AnyDelivery(), new AnyDelivery(), new AnyDelivery());

    @AfterEach
    void contractIsKept() {
        server.assertContractKept();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBatchIsOneCallInOneTransaction(boolean transacted) {
        server.transacted = transacted;
        server.batchBean = batches::add;

        assertThat(outcome()).isNull();
        assertThat(server.calls).containsExactly("create", "before", "call", "after", "release");
        assertThat(batches).containsExactly(batch);
    }

    @Test
    void partOfABatchIsDoneWithoutATransaction() {
        var partly = MqBatchException.afterDone(1, new IOException("disk full"));
        server.batchBean = records -> {
            throw partly;
        };

        assertThat(outcome()).as("unwrapped").isSameAs(partly);
    }

    @Test
    void noPartOfABatchIsDoneInATransaction() {
        var partly = MqBatchException.ofFailed(batch.subList(0, 1), null);
        server.transacted = true;
        server.batchBean = records -> {
            throw partly;
        };

        assertThat(outcome()).isInstanceOf(RolledBackException.class).hasCause(partly);
        assertThat(server.transactions.rollbackOnlyCount).isOne();
    }

    @Test
    void noPartOfABatchIsDoneInATransactionThatNobodyTellsOf() {
        server.batchBean = records -> {
            throw MqBatchException.afterDone(1, null);
        };

        server.transacted = true;
        assertThat(outcome(null)).as("transacted").isInstanceOf(RolledBackException.class);
        server.transacted = false;
        assertThat(outcome(null)).as("not transacted").isInstanceOf(MqBatchException.class);
        for (Exception unknown : List.of(new NoSuchMethodException("onBatch"), new IllegalStateException("stopped"))) {
            server.transactedUnknown = unknown;
            assertThat(outcome(null)).as("unknown").isInstanceOf(RolledBackException.class);
        }
    }

    @Test
    void noPartOfABatchIsDoneIfItsTransactionTimedOut() {
        server.transacted = true;
        server.batchBean = records -> {
            server.transactions.timeOut();
            throw MqBatchException.afterDone(2, null);
        };

        assertThat(outcome()).isInstanceOf(RolledBackException.class);
    }

    @Test
    void aBatchWhoseTransactionIsMarkedIsNotDoneThoughTheBeanReturns() {
        server.transacted = true;
        server.batchBean = records -> server.transactions.setRollbackOnly();

        assertThat(outcome()).isInstanceOf(RolledBackException.class).hasMessageContaining("rolled back");
    }

    @Test
    void whatElseTheBeanThrowsFailsTheBatch() {
        server.batchBean = records -> {
            throw new IllegalArgumentException("no order");
        };
        assertThat(outcome()).isInstanceOf(EjbFailure.class).hasRootCauseMessage("no order");

        var rejected = new MqRejectedException("no order", null);
        server.batchBean = records -> {
            throw rejected;
        };
        assertThat(outcome()).isSameAs(rejected);
    }

    @Test
    void aBatchThatCannotBeginIsNoAttempt() {
        server.batchBean = batches::add;
        server.onBefore = new IllegalStateException("stopped");

        assertThat(outcome()).isInstanceOf(EndpointUnavailableException.class);
        assertThat(batches).isEmpty();
    }

    @Test
    void aBeanOfBatchesWhoseClassIsUnknownTakesBatchesOfOne() throws Exception {
        server.batchBean = batches::add;
        var endpoints = new BeanEndpoints(server, false, server.transactions);
        var delivery = new AnyDelivery();

        var endpoint = endpoints.acquire();
        endpoint.deliver(delivery);
        endpoint.release();

        assertThat(endpoints.isBatch()).isFalse();
        assertThat(batches).containsExactly(List.of(delivery));
    }

    @Test
    void anEndpointOfRecordsIsNoneOfBatches() {
        assertThatThrownBy(() -> endpoints(server.transactions).acquire())
                .isInstanceOf(EndpointUnavailableException.class)
                .cause()
                .hasMessageContaining("is no io.mqconnector.api.MqBatchListener");
        assertThat(server.calls).containsExactly("create", "release");
    }

    private BeanEndpoints endpoints(@Nullable TransactionSynchronizationRegistry transactions) {
        var endpoints = new BeanEndpoints(server, true, transactions);
        assertThat(endpoints.isBatch()).isTrue();
        return endpoints;
    }

    /** Of one batch: null, or why it is not done, or not all of it. */
    private @Nullable Throwable outcome() {
        return outcome(server.transactions);
    }

    private @Nullable Throwable outcome(@Nullable TransactionSynchronizationRegistry transactions) {
        return catchThrowable(() -> {
            var endpoint = endpoints(transactions).acquire();
            try {
                endpoint.deliver(batch);
            } finally {
                endpoint.release();
            }
        });
    }
}
