// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnection;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.security.auth.Subject;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Managed connections and their handles, without a server and without a broker. */
class ConnectionTest {
    private static final MqMessage MESSAGE = MqMessage.of("orders", null);

    private final MqManagedConnectionFactory factory = Unreachable.configured(new MqManagedConnectionFactory());
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void aHandleThatIsClosedLeavesTheOthersOpenAndIsToldOnce() throws Exception {
        var managed = managed();
        var first = handle(managed);
        var second = handle(managed);

        first.close();
        first.close();

        assertThat(listener.events).hasSize(1);
        var event = listener.events.get(0);
        assertThat(event.getId()).isEqualTo(ConnectionEvent.CONNECTION_CLOSED);
        assertThat(event.getSource()).isSameAs(managed);
        assertThat(event.getConnectionHandle()).isSameAs(first);
        assertClosed(first);
        assertOpen(second);
    }

    @Test
    void everythingIsRefusedByAClosedHandle() throws Exception {
        var handle = handle(managed());
        handle.close();

        List<ThrowingCallable> sends = List.of(
                () -> handle.send(MESSAGE),
                () -> handle.send("orders", null),
                () -> handle.send("orders", "key", "value"),
                () -> handle.send("orders", "key", "value", MqHeaders.none()),
                () -> joined(handle.sendAsync(MESSAGE)),
                () -> joined(handle.sendAsync("orders", null)),
                () -> joined(handle.sendAsync("orders", "key", "value")),
                () -> joined(handle.sendAsync("orders", "key", "value", MqHeaders.none())),
                () -> {
                    var heard = new CompletableFuture<Void>();
                    handle.sendAsync(MESSAGE, new Hearing(heard));
                    joined(heard);
                });
        for (ThrowingCallable send : sends) {
            var failure = catchThrowableOfType(MqSendException.class, send);
            assertThat(failure.code()).isEqualTo(MqErrorCode.CLOSED);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure.topic()).isEqualTo("orders");
        }
        for (var result : List.of(
                handle.sendBatch(List.of(MESSAGE, MESSAGE)),
                handle.sendBatchAsync(List.of(MESSAGE, MESSAGE))
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))) {
            assertThat(result.failedCount()).isEqualTo(2);
            assertThat(result.results().get(1).failure().orElseThrow().code()).isEqualTo(MqErrorCode.CLOSED);
        }
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> handle.flush(Duration.ofSeconds(1)), () -> handle.ping(Duration.ofSeconds(1)), handle::stats)) {
            assertThat(catchThrowableOfType(MqConnectionException.class, call).code())
                    .isEqualTo(MqErrorCode.CLOSED);
        }
    }

    @Test
    void cleanupInvalidatesHandlesAndTellsNobody() throws Exception {
        var managed = managed();
        var handle = handle(managed);

        managed.cleanup();
        managed.cleanup();

        assertClosed(handle);
        handle.close();
        assertThat(listener.events).isEmpty();
        assertOpen(handle(managed));
    }

    @Test
    void aDestroyedConnectionGivesAndTakesNoHandles() throws Exception {
        var managed = managed();
        var old = handle(managed);
        var other = handle(managed());

        managed.destroy();
        managed.destroy();

        assertClosed(old);
        assertThatThrownBy(() -> managed.getConnection(null, null))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
        assertThatThrownBy(() -> managed.associateConnection(other))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
        assertOpen(other);
    }

    @Test
    void aHandleMovesToAnotherConnection() throws Exception {
        var from = managed();
        var to = managed();
        var handle = handle(from);

        to.associateConnection(handle);
        to.associateConnection(handle);
        from.cleanup();
        assertOpen(handle);

        handle.close();
        assertThat(listener.events).hasSize(1);
        assertThat(listener.events.get(0).getSource()).isSameAs(to);
    }

    @Test
    void anInvalidatedHandleIsAssociatedAgain() throws Exception {
        var from = managed();
        var to = managed();
        var handle = handle(from);
        from.cleanup();

        to.associateConnection(handle);

        assertOpen(handle);
        to.cleanup();
        assertClosed(handle);
    }

    @Test
    void aHandleThatItsApplicationClosedStaysClosed() throws Exception {
        var handle = handle(managed());
        handle.close();

        assertThatThrownBy(() -> managed().associateConnection(handle))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
        assertClosed(handle);
    }

    @Test
    void aStrangersHandleIsRefused() {
        assertThatThrownBy(() -> managed().associateConnection("a handle"))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class)
                .hasMessageContaining("a handle");
    }

    @Test
    void listenersMayGoWhileTheyAreCalled() throws Exception {
        var managed = managed();
        var leaving = new RecordingListener() {
            @Override
            public void connectionClosed(ConnectionEvent event) {
                super.connectionClosed(event);
                managed.removeConnectionEventListener(this);
            }
        };
        managed.removeConnectionEventListener(listener);
        managed.addConnectionEventListener(leaving);
        managed.addConnectionEventListener(listener);

        handle(managed).close();
        handle(managed).close();

        assertThat(leaving.events).hasSize(1);
        assertThat(listener.events).hasSize(2);
    }

    @Test
    void onlyUsableConnectionsOfTheSameConnectorMatch() throws Exception {
        var destroyed = managed();
        destroyed.destroy();
        var foreign = Unreachable.configured(new MqManagedConnectionFactory());
        foreign.setPoolStripes(1);
        var other = foreign.createManagedConnection(null, null);
        var ours = managed();

        try {
            assertThat(factory.matchManagedConnections(Set.of("stranger", destroyed, other), null, null))
                    .isNull();
            assertThat(factory.matchManagedConnections(Set.of("stranger", destroyed, other, ours), null, null))
                    .isSameAs(ours);
            assertThat((Object) factory.getInvalidConnections(Set.of("stranger", destroyed, ours)))
                    .isEqualTo(Set.of(destroyed));
        } finally {
            foreign.close();
        }
        assertThat((Object) foreign.getInvalidConnections(Set.of(ours, other))).isEqualTo(Set.of(other));
    }

    @Test
    void aHundredConnectionsShareTheProducers() throws Exception {
        var runtime = ((MqConnectionFactory) factory.createConnectionFactory()).runtime();
        for (int i = 0; i < 100; i++) {
            var managed = (MqManagedConnection) factory.createManagedConnection(null, null);
            assertThat(managed.producer()).isSameAs(runtime.producer());
        }
    }

    @Test
    void passwordsOfTheServerAreRefused() {
        var ours = new PasswordCredential("user", "secret".toCharArray());
        ours.setManagedConnectionFactory(Unreachable.configured(new MqManagedConnectionFactory()));
        var others = new PasswordCredential("user", "secret".toCharArray());
        others.setManagedConnectionFactory(new MqManagedConnectionFactory());

        assertThatThrownBy(() -> factory.createManagedConnection(subject(ours), null))
                .isInstanceOf(SecurityException.class)
                .hasMessageNotContaining("secret");
        assertThatCode(() -> factory.createManagedConnection(subject(others), null))
                .doesNotThrowAnyException();
        assertThatCode(() -> factory.createManagedConnection(new Subject(), null))
                .doesNotThrowAnyException();
    }

    @Test
    void aLogWriterIsPassedOnAndTakenAway() throws Exception {
        assertThat(factory.getLogWriter()).isNull();
        var writer = new PrintWriter(new StringWriter());
        factory.setLogWriter(writer);
        var managed = factory.createManagedConnection(null, null);
        assertThat(managed.getLogWriter()).isSameAs(writer);

        managed.setLogWriter(null);
        factory.setLogWriter(null);

        assertThat(managed.getLogWriter()).isNull();
        assertThat(factory.createManagedConnection(null, null).getLogWriter()).isNull();
    }

    @Test
    void noTransactionsAreOffered() throws Exception {
        var managed = managed();

        assertThatThrownBy(managed::getXAResource).isInstanceOf(NotSupportedException.class);
        assertThatThrownBy(managed::getLocalTransaction).isInstanceOf(NotSupportedException.class);
        assertThat(managed.getMetaData().getEISProductName()).isEqualTo("Apache Kafka");
        assertThat(managed.getMetaData().getMaxConnections()).isZero();
        assertThat(managed.getMetaData().getUserName()).isNotNull();
    }

    @Test
    void belongsToOneResourceAdapterOnly() throws Exception {
        var adapter = new MqResourceAdapter();
        factory.setResourceAdapter(adapter);
        factory.setResourceAdapter(adapter);

        assertThat(factory.getResourceAdapter()).isSameAs(adapter);
        assertThatThrownBy(() -> factory.setResourceAdapter(new MqResourceAdapter()))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
        assertThatThrownBy(() -> factory.setResourceAdapter(null))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
        assertThat(factory).isEqualTo(Unreachable.configured(new MqManagedConnectionFactory()));
    }

    @Test
    void isOfUseWithoutAServerAndWithoutABroker() {
        var connections = (MqConnectionFactory) factory.createConnectionFactory();

        try (MqConnection connection = connections.getConnection()) {
            var sending = CompletableFuture.supplyAsync(
                    () -> catchThrowableOfType(MqSendException.class, () -> connection.send(MESSAGE)));
            assertThat(sending.orTimeout(20, TimeUnit.SECONDS).join().outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        }
        var open = connections.getConnection();
        factory.close();
        factory.close();
        assertClosed(open);
    }

    @Test
    void aFactoryOutlivesBeingSerialised() throws Exception {
        var copy = copyOf((MqConnectionFactoryImpl) factory.createConnectionFactory());

        try (var connection = copy.getConnection()) {
            assertThat(catchThrowableOfType(MqSendException.class, () -> connection.send(MESSAGE))
                            .code())
                    .isNotEqualTo(MqErrorCode.CLOSED);
        } finally {
            copy.runtime().close();
        }
    }

    @Test
    void aFactorySerialisedOutOfItsServerSaysSo() throws Exception {
        factory.setResourceAdapter(new MqResourceAdapter());
        factory.setLogWriter(new PrintWriter(new StringWriter()));

        var copy = copyOf((MqConnectionFactoryImpl) factory.createConnectionFactory(new UnpooledConnectionManager()));

        var failure = catchThrowableOfType(MqConnectionException.class, copy::getConnection);
        assertThat(failure).hasMessageContaining("serialised");
        assertThat(failure.code()).isEqualTo(MqErrorCode.CLOSED);
        assertThat(failure.isRetriable()).isFalse();
        assertThat(copyOf(factory)).isEqualTo(factory).hasSameHashCodeAs(factory);
    }

    @Test
    void wrongConfigurationIsToldAsSuch() {
        var connections = (MqConnectionFactory) factory.createConnectionFactory();
        factory.setConfiguration("nothing");
        assertThatThrownBy(connections::getConnection)
                .isInstanceOf(MqConfigException.class)
                .hasMessageContaining("no '='");

        factory.setConfiguration(null);
        factory.setProducerAcks("some");
        factory.setProducerLinger("soon");
        var wrong = catchThrowableOfType(MqConfigException.class, connections::runtime);
        assertThat(wrong.problems()).hasSize(2);
        assertThat(wrong).hasCauseInstanceOf(jakarta.resource.spi.InvalidPropertyException.class);
    }

    @Test
    void aReferenceIsGivenBackOrMissed() throws Exception {
        var connections = (MqConnectionFactoryImpl) factory.createConnectionFactory();
        assertThatThrownBy(connections::getReference).isInstanceOf(NamingException.class);

        var reference = new Reference("any");
        connections.setReference(reference);

        assertThat(connections.getReference()).isSameAs(reference);
        assertThatThrownBy(() -> new MqConnectionFactoryImpl().getConnection())
                .isInstanceOf(IllegalStateException.class);
    }

    private ManagedConnection managed() throws Exception {
        var managed = factory.createManagedConnection(null, null);
        managed.addConnectionEventListener(listener);
        return managed;
    }

    private static MqConnection handle(ManagedConnection managed) throws Exception {
        return (MqConnection) managed.getConnection(null, null);
    }

    private static void assertOpen(MqConnection connection) {
        assertThatCode(connection::stats).doesNotThrowAnyException();
    }

    private static void assertClosed(MqConnection connection) {
        assertThat(catchThrowableOfType(MqException.class, () -> connection.send(MESSAGE))
                        .code())
                .isEqualTo(MqErrorCode.CLOSED);
    }

    private static Subject subject(PasswordCredential credential) {
        return new Subject(false, Set.of(), Set.of(), Set.of(credential));
    }

    private static void joined(CompletionStage<?> stage) throws Throwable {
        var failure = stage.handle((result, why) -> why).toCompletableFuture().get(5, TimeUnit.SECONDS);
        if (failure != null) {
            throw failure;
        }
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // of what was just written
    private static <T> T copyOf(T original) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    private record Hearing(CompletableFuture<Void> heard) implements MqSendCallback {
        @Override
        public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
            heard.complete(null);
        }

        @Override
        public void failed(MqMessage message, MqSendException failure) {
            heard.completeExceptionally(failure);
        }
    }

    /** A server that counts its connections. */
    private static class RecordingListener implements ConnectionEventListener {
        final List<ConnectionEvent> events = new ArrayList<>();

        @Override
        public void connectionClosed(ConnectionEvent event) {
            events.add(event);
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            events.add(event);
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            events.add(event);
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            events.add(event);
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            events.add(event);
        }
    }
}
