// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.kafka.clients.producer.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka calls back for one try of a message, and who may tell its failure: whoever asks first. A producer in an error
 * state takes a record into its buffer, throws from {@code send}, and fails the record again when it empties the buffer.
 */
abstract class SendCallback implements Callback {
    private static final Object TOLD = new Object();
    private static final VarHandle SENDER;

    static {
        try {
            SENDER = MethodHandles.lookup().findVarHandle(SendCallback.class, "sender", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The sending thread while it is inside {@code send}, then null; {@link #TOLD} from the first failure on. The sender
     * alone compares it with itself, so that this needs no ordering: a completion on the sender while it is inside is one of a
     * record that never entered Kafka's buffer; every other completion is not. Told is written atomically.
     */
    private @Nullable Object sender = Thread.currentThread();

    /** Kafka has taken the record or refused it; by the sender. */
    final void left() {
        if (sender == Thread.currentThread()) {
            sender = null;
        }
    }

    /** Whether this is the sending thread, inside {@code send}. */
    final boolean isInside() {
        return sender == Thread.currentThread();
    }

    /** Whether its failure has been told, as far as this thread knows. */
    final boolean isTold() {
        return sender == TOLD;
    }

    /** Whether the failure at hand is the first and is to be told, by this thread; true once. */
    final boolean tells() {
        return SENDER.getAndSet(this, TOLD) != TOLD;
    }
}
