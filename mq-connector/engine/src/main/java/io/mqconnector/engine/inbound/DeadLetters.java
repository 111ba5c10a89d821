// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Where records go that failed for good. Thread-safe. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Writes one. Returns at once.
     *
     * @param letter for the dead-letter topic
     * @param outcome told once, on any thread: null when the broker has acknowledged it, else why it has not
     */
    void send(ProducerRecord<byte[], byte[]> letter, Consumer<@Nullable Throwable> outcome);
}
