// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * What a listener may say about one delivery, beyond returning or throwing. Thread-safe: with manual acknowledgement it
 * outlives the call and is used on any thread; {@link #skip} and {@link #stop} belong to the call.
 */
public interface MqContext {
    /** The name of the listener, as in configuration, logs and JMX. */
    String listener();

    /** The consumer group. */
    String group();

    /**
     * What this delivery sends through. With {@code mq.listener.transactional} it is the transaction that this record is done
     * by: what is sent here is visible to committed readers when the record is done, and never if it is delivered again.
     * It ends with the call or soon after; a send that comes later fails. Without, it is the connector's producer, which
     * {@code mq.producer.jta} applies to. Either puts in what the application's context carriers have.
     */
    default MqSender producer() {
        throw new UnsupportedOperationException("this delivery was not made by a connector");
    }

    /**
     * Ends the subscription of this listener. This record is done when the listener returns normally; nothing further is
     * started, what has not begun is given back to the group. Returns at once. Idempotent.
     */
    void stop();

    /**
     * Says that this record is nothing for this listener: it is done when the listener returns normally, and counted as
     * skipped instead of handled.
     *
     * @param reason a few words for the log, not null
     */
    void skip(String reason);

    /** Whether this listener acknowledges its records itself ({@code mq.consumer.auto-commit=false}). */
    boolean isManual();

    /**
     * With manual acknowledgement: this record is done. Without, it is done when the listener returns, and this changes
     * nothing. Idempotent.
     *
     * @return whether it counts: false once its partition was given up or repositioned, or the record has failed; it is
     *     then delivered again, here or elsewhere
     */
    boolean acknowledge();

    /**
     * As {@link #acknowledge()}, for this record and every record of its partition that was handed to the listener before
     * it and is neither done nor waiting to be tried again.
     *
     * @return as {@link #acknowledge()}, for this record
     */
    boolean acknowledgeUpTo();
}
