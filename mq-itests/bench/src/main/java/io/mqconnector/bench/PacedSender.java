// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

/** Sends one record after another, asynchronously. For one thread; whoever made it closes it. */
interface PacedSender extends AutoCloseable {
    /** Sends a record. */
    void send(String topic, ChatRecords records, int number, DueAcknowledgements.One acknowledgement);

    /** Before the first send that is measured. */
    default void begin() {}

    /** After the last acknowledgement. */
    default void end() throws InterruptedException {}

    /** After {@link #end}: the p99 of how long each rotation held the senders of its stripe; not a number if none rotates. */
    default double holdMillis() {
        return Double.NaN;
    }

    @Override
    void close();
}
