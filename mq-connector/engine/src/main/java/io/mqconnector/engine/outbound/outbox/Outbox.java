// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.outbound.Payloads;
import io.mqconnector.engine.outbound.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** A table of messages and its relay. Thread-safe. Opened by {@link #open}, closed by {@link #close}. */
public final class Outbox implements MqOutbox {
    private final RelaySettings settings;
    private final OutboxTable table;
    private final Database database;
    private final Payloads payloads;
    private final @Nullable OutboxRelay relay;
    private final Runnable onClose;
    /** Set once, when the connections of the data source were seen to take part in JTA transactions. */
    private volatile boolean takesPart;

    private Outbox(
            RelaySettings settings,
            Database database,
            Payloads payloads,
            @Nullable OutboxRelay relay,
            Runnable onClose) {
        this.settings = settings;
        this.table = new OutboxTable(settings.table());
        this.database = database;
        this.payloads = payloads;
        this.relay = relay;
        this.onClose = onClose;
    }

    /**
     * What an outbox needs of its connector.
     *
     * @param payloads turns values into messages
     * @param properties of the application's producers, as they are now
     * @param producers builds the producer of a relay
     * @param clientId of that producer
     * @param limits quoted in errors
     * @param relayedCount told how many messages were acknowledged
     * @param stoppedCount told how many were found that cannot be sent
     * @param executor runs the relay, for as long as the outbox is open
     */
    public record Surroundings(
            Payloads payloads,
            Supplier<Map<String, Object>> properties,
            Function<Map<String, Object>, CompletableFuture<Producer<byte[], byte[]>>> producers,
            String clientId,
            Supplier<SendLimits> limits,
            LongConsumer relayedCount,
            LongConsumer stoppedCount,
            Executor executor) {}

    /**
     * Opens an outbox and starts its relay, if there is to be one here. Waits for neither database nor broker.
     *
     * @param onClose runs when it is closed
     */
    public static Outbox open(RelaySettings settings, Database database, Surroundings surroundings, Runnable onClose) {
        OutboxRelay relay = null;
        if (settings.isRelay()) {
            relay = new OutboxRelay(
                    settings,
                    database,
                    new KafkaRecordSender(
                            surroundings.properties,
                            surroundings.producers,
                            surroundings.clientId,
                            surroundings.limits),
                    surroundings.relayedCount,
                    surroundings.stoppedCount,
                    System::nanoTime);
            surroundings.executor.execute(relay);
        }
        return new Outbox(settings, database, surroundings.payloads, relay, onClose);
    }

    @Override
    public String send(Connection connection, MqMessage message) {
        requireNonNull(connection, "connection");
        requireNonNull(message, "message");
        try {
            return table.insert(connection, message, settings.maxMessageBytes());
        } catch (SQLException e) {
            throw failed(message, MqOutcome.NOT_WRITTEN, "roll back and try again", e);
        }
    }

    @Override
    public String send(
            Connection connection, String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return send(connection, payloads.message(topic, key, payload, headers));
    }

    /** Writes a message within the JTA transaction of this thread, through the data source. */
    void sendInTransaction(MqMessage message) {
        try (Connection connection = database.connect()) {
            if (!takesPart && !table.takesPart(connection)) {
                throw Refusal.of(
                        MqErrorCode.ILLEGAL_STATE,
                        message,
                        "the connections of mq.outbox.data-source take no part in the JTA transaction, its row would stay"
                                + " after a rollback; name a data source that does",
                        null);
            }
            takesPart = true;
            table.insert(connection, message, settings.maxMessageBytes());
        } catch (SQLException e) {
            throw failed(message, MqOutcome.NOT_WRITTEN, "roll back and try again", e);
        }
    }

    /** Writes a message in a database transaction of its own, through the data source. */
    void sendAlone(MqMessage message) {
        Connection connection;
        try {
            connection = database.connect();
        } catch (SQLException e) {
            throw failed(message, MqOutcome.NOT_WRITTEN, "check database and data source", e);
        }
        try (connection) {
            table.insert(connection, message, settings.maxMessageBytes());
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw failed(message, MqOutcome.UNKNOWN, "check database and data source", e);
        }
    }

    @Override
    public void relayNow() {
        if (relay != null) {
            relay.wake();
        }
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
        onClose.run();
    }

    private MqSendException failed(MqMessage message, MqOutcome outcome, String remedy, SQLException cause) {
        return new MqSendException(
                MqErrorCode.OUTBOX_FAILED,
                outcome,
                message.topic(),
                -1,
                "message to topic " + message.topic()
                        + (outcome == MqOutcome.UNKNOWN ? " may not be in outbox " : " not written to outbox ")
                        + table.name() + ": " + cause.getMessage() + "; " + remedy,
                cause,
                false,
                false);
    }
}
