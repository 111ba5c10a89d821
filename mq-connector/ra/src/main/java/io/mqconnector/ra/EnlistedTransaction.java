// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqException;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqTransaction;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The part of a managed connection in transactions of the server, with {@code jta} {@code enlist}: a Kafka transaction that
 * the server begins and ends. Thread-safe.
 */
final class EnlistedTransaction implements LocalTransaction {
    private final MqProducer producer;
    /** What there is between begin and end; its own atomicity. */
    private final AtomicReference<@Nullable Part> current = new AtomicReference<>();

    private record Part(MqTransaction transaction, MqProducer sends) {}

    EnlistedTransaction(MqProducer producer) {
        this.producer = producer;
    }

    /** Sends within the transaction; null while there is none. */
    @Nullable
    MqProducer sends() {
        var part = current.get();
        return part == null ? null : part.sends;
    }

    @Override
    public void begin() throws LocalTransactionException {
        if (current.get() != null) {
            throw new LocalTransactionException("mq: a transaction is begun already on this connection");
        }
        MqTransaction begun;
        try {
            begun = producer.beginTransaction();
        } catch (MqException e) {
            throw new LocalTransactionException("mq: " + e.getMessage(), e);
        }
        if (!current.compareAndSet(null, new Part(begun, new EnlistedProducer(begun, producer)))) {
            begun.close();
            throw new LocalTransactionException("mq: a transaction was begun twice on this connection");
        }
    }

    @Override
    public void commit() throws LocalTransactionException {
        try {
            ended("commit").commit();
        } catch (MqException e) {
            throw new LocalTransactionException("mq: not committed: " + e.getMessage(), e);
        }
    }

    @Override
    public void rollback() throws LocalTransactionException {
        try {
            ended("roll back").abort();
        } catch (MqException e) {
            throw new LocalTransactionException("mq: not rolled back: " + e.getMessage(), e);
        }
    }

    /** Aborts what the server left open. */
    void abandon() {
        var part = current.getAndSet(null);
        if (part != null) {
            part.transaction.close();
        }
    }

    private MqTransaction ended(String what) throws LocalTransactionException {
        var part = current.getAndSet(null);
        if (part == null) {
            throw new LocalTransactionException("mq: there is no transaction to " + what + " on this connection");
        }
        return part.transaction;
    }
}
