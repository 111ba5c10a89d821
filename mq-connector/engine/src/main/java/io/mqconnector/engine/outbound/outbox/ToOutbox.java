// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.engine.outbound.Deferral;
import io.mqconnector.engine.outbound.JtaTransactions;
import io.mqconnector.engine.outbound.UntilCommit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code outbox}: every message becomes a row, within the JTA transaction around the caller, or, if there is none, in a
 * database transaction of its own; so there is one order. Thread-safe.
 */
public final class ToOutbox implements Deferral {
    private final Outbox outbox;
    private final UntilCommit callbacks;

    /**
     * @param transactions of the environment
     * @param outbox over a data source that takes part in them
     */
    public ToOutbox(JtaTransactions transactions, Outbox outbox) {
        this.outbox = outbox;
        // what waits in memory are callbacks; the database bounds them
        this.callbacks = new UntilCommit(transactions, Integer.MAX_VALUE, Long.MAX_VALUE, this::committed);
    }

    @Override
    public boolean takes(MqMessage message, @Nullable MqSendCallback callback) {
        var kept = callbacks.current(message);
        if (kept == null) {
            outbox.sendAlone(message);
            committed(List.of(new UntilCommit.Held(message, callback)));
        } else {
            outbox.sendInTransaction(message);
            if (callback != null) {
                kept.add(message, callback);
            }
        }
        return true;
    }

    private void committed(List<UntilCommit.Held> all) {
        outbox.relayNow();
        for (UntilCommit.Held held : all) {
            var message = held.message();
            long timestampMillis = message.timestamp().orElseGet(System::currentTimeMillis);
            callbacks.tell(
                    message, callback -> callback.acknowledged(message, -1, -1, timestampMillis), held.callback());
        }
    }
}
