// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqRejectedException;
import io.mqconnector.engine.inbound.EndpointUnavailableException;
import io.mqconnector.ra.StrictEndpointFactory.EjbFailure;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a record, for each thing that a bean, its transaction and the server can do. */
class BeanEndpointTest {

    private final StrictEndpointFactory server = new StrictEndpointFactory();

    @AfterEach
    void contractIsKept() {
        server.assertContractKept();
    }

    @Test
    void aRecordIsDoneWhenTheBeanReturns() {
        assertThat(outcome()).isNull();
        assertThat(server.calls).containsExactly("create", "before", "call", "after", "release");
    }

    @Test
    void aRecordIsDoneWhenTheTransactionIsCommitted() {
        server.transacted = true;

        assertThat(outcome()).isNull();
        assertThat(server.transactions.rollbackOnlyCount).isZero();
    }

    @Test
    void oneEndpointTakesManyRecords() throws Exception {
        server.transacted = true;
        var endpoint = endpoints(server.transactions).acquire();

        for (int i = 0; i < 3; i++) {
            endpoint.deliver(new AnyDelivery());
        }
        endpoint.release();

        assertThat(server.calls)
                .containsExactly(
                        "create", "before", "call", "after", "before", "call", "after", "before", "call", "after",
                        "release");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUncheckedExceptionFailsTheRecord(boolean transacted) {
        server.transacted = transacted;
        server.bean = (message, metadata) -> {
            throw new IllegalArgumentException("no order");
        };

        assertThat(outcome()).isInstanceOf(EjbFailure.class).hasRootCauseMessage("no order");
        assertThat(server.calls).containsExactly("create", "before", "call", "after", "release");
        assertThat(server.transactions.rollbackOnlyCount).isEqualTo(transacted ? 1 : 0);
    }

    @Test
    void anErrorFailsTheRecord() {
        server.transacted = true;
        var error = new StackOverflowError();
        server.bean = (message, metadata) -> {
            throw error;
        };

        assertThat(outcome()).isSameAs(error);
        assertThat(server.calls).contains("after");
        assertThat(server.transactions.rollbackOnlyCount).isOne();
    }

    @Test
    void aCheckedExceptionFailsTheRecordAndRollsBackWhatAServerWouldCommit() {
        server.transacted = true;
        var failure = new IOException("disk full");
        server.bean = (message, metadata) -> {
            throw failure;
        };

        assertThat(outcome()).isSameAs(failure);
        assertThat(server.transactions.rollbackOnlyCount).isOne();
    }

    @Test
    void aThrowableOfNoKnownKindFailsTheRecord() {
        var strange = new Throwable("thrown past the compiler");
        server.bean = (message, metadata) -> BeanEndpointTest.<RuntimeException>sneak(strange);

        assertThat(outcome()).hasCause(strange);
    }

    @Test
    void aBeanThatMarksItsTransactionFailsTheRecordThoughItReturns() {
        server.transacted = true;
        server.bean = (message, metadata) -> server.transactions.setRollbackOnly();

        assertThat(outcome()).isInstanceOf(RolledBackException.class).hasMessageContaining("rolled back");
    }

    @Test
    void aFailedCommitThatIsToldFailsTheRecord() {
        server.transacted = true;
        server.transactions.failsToCommit = true;

        assertThat(outcome()).isInstanceOf(ResourceException.class).hasMessage("commit failed");
    }

    @Test
    void aFailedCommitThatIsSwallowedFailsTheRecord() {
        server.transacted = true;
        server.transactions.failsToCommit = true;
        server.swallowsFailedCommits = true;

        assertThat(outcome()).isInstanceOf(RolledBackException.class).hasMessageContaining("rolled back");
    }

    @Test
    void aTransactionThatTimesOutOnAnotherThreadFailsTheRecord() {
        server.transacted = true;
        server.bean = (message, metadata) -> server.transactions.timeOut();

        assertThat(outcome()).isInstanceOf(RolledBackException.class);
    }

    @Test
    void aBeanThatFailsAfterItsTransactionTimedOutFailsTheRecord() {
        server.transacted = true;
        server.bean = (message, metadata) -> {
            server.transactions.timeOut();
            throw new IllegalStateException("too late");
        };

        assertThat(outcome()).isInstanceOf(EjbFailure.class).hasRootCauseMessage("too late");
    }

    @Test
    void aTransactionThatIsMarkedFromTheStartFailsTheRecord() {
        server.transacted = true;
        server.markedAtOnce = true;

        assertThat(outcome()).isInstanceOf(RolledBackException.class).hasMessageContaining("not ended");
    }

    @Test
    void withoutARegistryTheReturnDecides() {
        server.transacted = true;
        server.transactions.failsToCommit = true;
        server.swallowsFailedCommits = true;

        assertThat(outcome(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRejectionIsOneHoweverTheServerWrapsIt(boolean transacted) {
        server.transacted = transacted;
        var rejected = new MqRejectedException("no order", null);
        server.bean = (message, metadata) -> {
            throw rejected;
        };

        assertThat(outcome()).isSameAs(rejected);
        assertThat(server.transactions.rollbackOnlyCount).isEqualTo(transacted ? 1 : 0);
    }

    @Test
    void aFailureAfterTheDeliveryIsKeptBesideARejectionThatTheServerWrapped() {
        var after = new ResourceException("and more");
        server.onAfter = after;
        var rejected = new MqRejectedException("no order", null);
        server.bean = (message, metadata) -> {
            throw rejected;
        };

        assertThat(outcome()).isSameAs(rejected).hasSuppressedException(after);
    }

    @Test
    void aFailureAfterTheDeliveryIsKeptBesideTheBeans() {
        var after = new ResourceException("and more");
        server.onAfter = after;
        server.bean = (message, metadata) -> {
            throw new IOException("first");
        };

        assertThat(outcome()).hasMessage("first").hasSuppressedException(after);
    }

    @Test
    void anErrorAfterTheDeliveryDoesNotHideTheBeansFailure() {
        var after = new StackOverflowError();
        server.onAfter = after;
        server.bean = (message, metadata) -> {
            throw new IOException("first");
        };

        assertThat(outcome()).hasMessage("first").hasSuppressedException(after);
    }

    @Test
    void aDeliveryThatCannotBeginIsNoAttempt() {
        for (Exception failure : List.of(
                new UnavailableException("closing"),
                new ResourceException("no"),
                new NoSuchMethodException("onMessage"),
                new IllegalStateException("stopped"))) {
            server.calls.clear();
            server.onBefore = failure;

            assertThat(outcome())
                    .isInstanceOf(EndpointUnavailableException.class)
                    .hasCause(failure);
            assertThat(server.calls).containsExactly("create", "before", "release");
        }
    }

    @Test
    void aBrokenRegistryIsNoAttemptAndEndsTheDelivery() {
        server.transacted = true;
        server.transactions.broken = new UnsupportedOperationException("no registry");

        assertThat(outcome()).isInstanceOf(EndpointUnavailableException.class).hasCause(server.transactions.broken);
        assertThat(server.calls).containsExactly("create", "before", "after", "release");
    }

    @Test
    void aTransactionThatCannotBeMarkedEndsTheDelivery() {
        server.transacted = true;
        server.transactions.brokenMark = new UnsupportedOperationException("not now");
        server.bean = (message, metadata) -> {
            throw new IOException("first");
        };

        assertThat(outcome()).hasMessage("first").hasSuppressedException(server.transactions.brokenMark);
        assertThat(server.calls).containsExactly("create", "before", "call", "after", "release");
    }

    @Test
    void troubleOfTheServerDuringTheCallIsNoAttempt() {
        for (Exception trouble : List.of(
                new UnavailableException("pool exhausted"),
                new IllegalStateException("WFLYEJB0378: Failed to acquire a permit within 5 MINUTES"),
                new IllegalStateException("WFLYEJB0421: Invocation cannot proceed as component is shutting down"),
                new IllegalStateException("message-bean invocation closed by container"),
                new IllegalStateException("container is in STOPPED state"),
                new RuntimeException("outer", new RuntimeException("inner", new UnavailableException("deep"))))) {
            server.bean = (message, metadata) -> {
                throw trouble;
            };

            assertThat(outcome()).as(trouble.toString()).isInstanceOf(EndpointUnavailableException.class);
        }
    }

    @Test
    void aBeansOwnFailureIsNotTheServersTrouble() {
        var endless = new IllegalStateException("a");
        endless.initCause(new IllegalStateException("b", endless));

        assertThat(ServerTrouble.isCauseOf(new IllegalStateException("order 4 said WFLYEJB0378")))
                .isFalse();
        assertThat(ServerTrouble.isCauseOf(new IllegalStateException((String) null)))
                .isFalse();
        assertThat(ServerTrouble.isCauseOf(endless)).isFalse();
    }

    @Test
    void aReleaseThatFailsFailsNothing() {
        server.onRelease = new IllegalStateException("gone");

        assertThat(outcome()).isNull();
    }

    @Test
    void whenThereIsNoEndpointNothingIsAttempted() {
        for (Exception failure : List.of(new UnavailableException("none free"), new IllegalStateException("stopped"))) {
            server.onCreate = failure;

            assertThatThrownBy(() -> endpoints(server.transactions).acquire())
                    .isInstanceOf(EndpointUnavailableException.class)
                    .hasCause(failure);
        }
    }

    @Test
    void anEndpointOfAnotherListenerTypeIsGivenBack() {
        var stranger = new Stranger();
        server.other = stranger;

        assertThatThrownBy(() -> endpoints(server.transactions).acquire())
                .isInstanceOf(EndpointUnavailableException.class)
                .cause()
                .hasMessageContaining(Stranger.class.getName());
        assertThat(stranger.releaseCount).isOne();
    }

    private BeanEndpoints endpoints(@Nullable TransactionSynchronizationRegistry transactions) {
        return new BeanEndpoints(server, false, transactions);
    }

    /** Of one record: null, or why it is not done. */
    private @Nullable Throwable outcome() {
        return outcome(server.transactions);
    }

    private @Nullable Throwable outcome(@Nullable TransactionSynchronizationRegistry transactions) {
        return catchThrowable(() -> {
            var endpoint = endpoints(transactions).acquire();
            try {
                endpoint.deliver(new AnyDelivery());
            } finally {
                assertThatCode(endpoint::release).doesNotThrowAnyException();
            }
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // how a bean in another language does it
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** What a server makes of an application that brings its own copy of the API. */
    private static final class Stranger implements MessageEndpoint {
        int releaseCount;

        @Override
        public void beforeDelivery(Method method) {}

        @Override
        public void afterDelivery() {}

        @Override
        public void release() {
            releaseCount++;
        }
    }

    /** A record of nobody's. */
    static final class AnyDelivery implements MqDelivery {
        @Override
        public String topic() {
            return "orders";
        }

        @Override
        public byte @Nullable [] key() {
            return null;
        }

        @Override
        public byte @Nullable [] value() {
            return new byte[0];
        }

        @Override
        public OptionalLong timestamp() {
            return OptionalLong.of(0);
        }

        @Override
        public OptionalInt partition() {
            return OptionalInt.of(0);
        }

        @Override
        public int partitionNumber() {
            return 0;
        }

        @Override
        public long offset() {
            return 0;
        }

        @Override
        public long timestampMillis() {
            return 0;
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public MqHeaders headers() {
            return MqHeaders.none();
        }

        @Override
        public MqContext context() {
            throw new UnsupportedOperationException();
        }
    }
}
