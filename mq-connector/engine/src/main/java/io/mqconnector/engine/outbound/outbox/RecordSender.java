// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.api.MqSendException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends what is in the outbox. For one thread; outcomes come on any. */
interface RecordSender extends AutoCloseable {
    /** Nothing is under way: what is sent from now on may go another way. */
    default void begin() {}

    /**
     * Sends one message; may hold its caller for a moment.
     *
     * @param outcome hears null when all in-sync replicas have it, else why not; once
     */
    void send(OutboxRow row, Consumer<@Nullable MqSendException> outcome);

    /** What is under way fails, if it does not succeed soon. */
    @Override
    void close();
}
