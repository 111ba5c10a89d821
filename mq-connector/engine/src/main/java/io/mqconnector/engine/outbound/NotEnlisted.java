// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import org.jspecify.annotations.Nullable;

/**
 * {@code enlist}, for a producer that the server does not know of: within a transaction it refuses, since the server could
 * not end its messages together with the transaction. Thread-safe.
 */
public final class NotEnlisted implements Deferral {
    private final JtaTransactions transactions;

    /** @param transactions of the environment */
    public NotEnlisted(JtaTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean takes(MqMessage message, @Nullable MqSendCallback callback) {
        if (transactions.state() == JtaTransactions.State.NONE) {
            return false;
        }
        throw Refusal.of(
                MqErrorCode.ILLEGAL_STATE,
                message,
                "with mq.producer.jta=enlist the server enlists connections of an MqConnectionFactory only; within a JTA"
                        + " transaction send through MqConnectionFactory.getConnection()",
                null);
    }
}
