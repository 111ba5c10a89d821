// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import org.HdrHistogram.Histogram;

/**
 * The way out under measurement: each side loops itself, so that neither pays for a call the JIT cannot inline. Thread-safe
 * but for {@link #close}.
 */
interface RecordSender extends AutoCloseable {
    /** What its rows are called. */
    String name();

    /**
     * Sends every {@code step}-th of the records {@code from..to-1} without waiting.
     *
     * @param step 1 for all
     */
    void send(String topic, ChatRecords records, int from, int to, int step, Acknowledgements acknowledgements);

    /**
     * Sends the records {@code from..to-1}, each when the one before is acknowledged.
     *
     * @param nanos takes the time of each
     */
    default void sendAndWait(String topic, ChatRecords records, int from, int to, Histogram nanos)
            throws InterruptedException {
        throw new UnsupportedOperationException(name() + " only sends without waiting");
    }

    /**
     * What the client ids of a sender begin with, and with a hyphen after it the names of its threads have within them.
     *
     * @param name the sender's; without hyphens in it no sender's id is what another's begins with
     */
    static String id(String name) {
        return "bench-" + name.replace('-', '_');
    }

    @Override
    void close();
}
