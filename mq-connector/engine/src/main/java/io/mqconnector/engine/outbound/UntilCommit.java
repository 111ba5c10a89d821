// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.log.MqLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps messages until the transaction that they were sent in ends. Thread-safe. */
public final class UntilCommit {
    private final MqLog log = MqLog.of(UntilCommit.class);
    private final JtaTransactions transactions;
    private final int maxMessages;
    private final long maxBytes;
    private final Consumer<List<Held>> committed;

    /**
     * A message that waits.
     *
     * @param message the message
     * @param callback hears its outcome; null when nobody does
     */
    public record Held(MqMessage message, @Nullable MqSendCallback callback) {}

    /**
     * @param transactions of the environment
     * @param maxMessages of one transaction
     * @param maxBytes of one transaction
     * @param committed gets what was kept, in order, when a transaction is committed, on the thread that ended it
     */
    public UntilCommit(JtaTransactions transactions, int maxMessages, long maxBytes, Consumer<List<Held>> committed) {
        this.transactions = transactions;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.committed = committed;
    }

    /**
     * What is kept for the transaction around the calling thread.
     *
     * @param message what is about to be sent in it
     * @return null if there is none
     * @throws MqSendException if it cannot be committed any more
     */
    public @Nullable Kept current(MqMessage message) {
        var state = transactions.state();
        if (state == JtaTransactions.State.NONE) {
            return null;
        }
        if (state == JtaTransactions.State.DOOMED) {
            throw rolledBack(message, "is marked for rollback", null);
        }
        if (transactions.find(this) instanceof Kept kept) {
            return kept;
        }
        var kept = new Kept();
        try {
            transactions.onCompletion(kept::end);
            transactions.put(this, kept);
        } catch (IllegalStateException e) {
            throw rolledBack(message, "takes nothing any more", e);
        }
        return kept;
    }

    /** Tells a callback what became of its message; what it throws is logged. */
    public void tell(MqMessage message, Consumer<MqSendCallback> outcome, @Nullable MqSendCallback callback) {
        if (callback == null) {
            return;
        }
        try {
            outcome.accept(callback);
        } catch (Throwable e) {
            // even an Error: it must not keep the others from being told
            log.callbackFailed(message.topic(), e);
        }
    }

    private static MqSendException rolledBack(MqMessage message, String what, @Nullable Throwable cause) {
        return Refusal.of(
                MqErrorCode.TRANSACTION_ROLLED_BACK,
                message,
                "the JTA transaction that it was sent in " + what + "; send it again in a new one",
                cause);
    }

    static long bytes(MqMessage message) {
        byte[] key = message.key();
        byte[] value = message.value();
        long bytes = (key == null ? 0 : key.length) + (long) (value == null ? 0 : value.length);
        for (MqHeaders.Entry header : message.headers()) {
            byte[] text = header.value();
            bytes += header.name().length() + (text == null ? 0 : text.length);
        }
        return bytes;
    }

    /** The messages of one transaction. Thread-safe: a time-out may end it while the application still sends. */
    public final class Kept {
        private final ReentrantLock lock = new ReentrantLock();
        /** Guarded by {@link #lock}. */
        private List<Held> messages = new ArrayList<>();
        /** Guarded by {@link #lock}. */
        private long bytes;
        /** Guarded by {@link #lock}. */
        private boolean ended;

        private Kept() {}

        /**
         * Keeps one more.
         *
         * @throws MqSendException if there is no room, or the transaction has ended
         */
        public void add(MqMessage message, @Nullable MqSendCallback callback) {
            long more = bytes(message);
            lock.lock();
            try {
                if (ended) {
                    throw rolledBack(message, "has ended", null);
                }
                if (messages.size() >= maxMessages || bytes + more > maxBytes) {
                    throw Refusal.of(
                            MqErrorCode.TRANSACTION_TOO_LARGE,
                            message,
                            "its JTA transaction holds " + messages.size() + " messages of " + bytes
                                    + " bytes already; raise mq.producer.jta-max-messages (now " + maxMessages
                                    + ") or mq.producer.jta-max-bytes (now " + maxBytes
                                    + "), or send less in one transaction",
                            null);
                }
                messages.add(new Held(message, callback));
                bytes += more;
            } finally {
                lock.unlock();
            }
        }

        private void end(boolean isCommitted) {
            List<Held> all;
            lock.lock();
            try {
                ended = true;
                all = messages;
                messages = List.of();
            } finally {
                lock.unlock();
            }
            if (isCommitted) {
                committed.accept(all);
                return;
            }
            for (Held held : all) {
                var message = held.message();
                tell(
                        message,
                        callback -> callback.failed(message, rolledBack(message, "was rolled back", null)),
                        held.callback());
            }
        }
    }
}
