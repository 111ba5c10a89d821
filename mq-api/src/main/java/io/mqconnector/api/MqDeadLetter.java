// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * The headers that a dead letter has beside those of its record, each once and behind them; UTF-8. Key, value and headers
 * of the record are unchanged.
 */
public final class MqDeadLetter {
    /** The topic the record came from. */
    public static final String TOPIC = "mq-dead-letter-topic";
    /** The number of its partition. */
    public static final String PARTITION = "mq-dead-letter-partition";
    /** Its offset. */
    public static final String OFFSET = "mq-dead-letter-offset";
    /** Its timestamp, in milliseconds since the epoch. */
    public static final String TIMESTAMP = "mq-dead-letter-timestamp";
    /** The consumer group that could not handle it. */
    public static final String GROUP = "mq-dead-letter-group";
    /** The listener that could not handle it. */
    public static final String LISTENER = "mq-dead-letter-listener";
    /** How often it was delivered without success. */
    public static final String ATTEMPTS = "mq-dead-letter-attempts";
    /** How often it was tried again: one less. */
    public static final String RETRY_COUNT = "Retry-Count";
    /** When it failed first, as far as the process that wrote this knows; ISO-8601. */
    public static final String FIRST_FAILURE = "mq-dead-letter-first-failure";
    /** When it failed last; ISO-8601. */
    public static final String LAST_FAILURE = "mq-dead-letter-last-failure";
    /** The class of the last failure. */
    public static final String EXCEPTION_CLASS = "mq-dead-letter-exception-class";
    /** The message of the last failure, cut off after 4,000 characters; empty if there is none. */
    public static final String EXCEPTION_MESSAGE = "mq-dead-letter-exception-message";

    private MqDeadLetter() {}
}
