// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages together with a database transaction: each is a row of the outbox table, written through the caller's
 * connection. It is committed or rolled back with whatever else the transaction does; the relay sends what is committed.
 *
 * <p>Thread-safe; a connection is its caller's. Closed by whoever opened it, or with its connector.
 *
 * <p><b>Delivery.</b> At least once, acknowledged by all in-sync replicas. Repetitions have the same {@value #MESSAGE_ID}
 * header: consumers recognise them by it.
 *
 * <p><b>Order.</b> If the transaction of m1 was committed before that of m2 began, or both were sent in one transaction, m1
 * first, and both have the same topic and key (or no key and the same partition), m1 precedes m2, repetitions aside.
 */
public interface MqOutbox extends AutoCloseable {
    /** The header with the id of a message; the caller's, if it brings one. */
    String MESSAGE_ID = "Message-Id";

    /**
     * Writes a message into the outbox, as part of the transaction that {@code connection} is in.
     *
     * @param connection neither committed, rolled back nor closed here
     * @return the id that the message is sent with
     * @throws MqSendException if that failed, {@link MqOutcome#NOT_WRITTEN}; roll back
     */
    String send(Connection connection, MqMessage message);

    /** As {@link #send(Connection, MqMessage)}; the payload as that of {@link MqProducer}. */
    default String send(Connection connection, String topic, @Nullable String key, @Nullable Object payload) {
        return send(connection, topic, key, payload, MqHeaders.none());
    }

    /** As {@link #send(Connection, MqMessage)}; the payload as that of {@link MqProducer}. */
    String send(Connection connection, String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers);

    /** Lets the relay look into the table now instead of after its next interval; after a commit. Waits for nothing. */
    void relayNow();

    /** Stops this relay; what it has under way is waited for. What is in the table stays there. Idempotent. */
    @Override
    void close();
}
