// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import org.HdrHistogram.Histogram;

/** The way out under measurement: each side loops itself, so that neither pays for a call the JIT cannot inline. */
interface RecordSender extends AutoCloseable {
    /** What its rows are called. */
    String name();

    /** Sends the records {@code from..to-1} without waiting. */
    void send(String topic, ChatRecords records, int from, int to, Acknowledgements acknowledgements);

    /**
     * Sends the records {@code from..to-1}, each when the one before is acknowledged.
     *
     * @param nanos takes the time of each
     */
    void sendAndWait(String topic, ChatRecords records, int from, int to, Histogram nanos) throws InterruptedException;

    @Override
    void close();
}
