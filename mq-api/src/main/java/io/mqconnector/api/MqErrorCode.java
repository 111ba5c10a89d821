// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/** The stable code of an {@link MqException}: never renamed, never reused, safe to alert on. */
public enum MqErrorCode {
    /** The configuration is wrong; the message lists every problem. */
    CONFIGURATION_INVALID,
    /** No broker could be reached within the time allowed. */
    CONNECTION_FAILED,
    /** The broker refused the credentials, or the TLS handshake failed. */
    AUTHENTICATION_FAILED,
    /** The credentials are good but lack a permission. */
    AUTHORIZATION_FAILED,
    /** The topic (or the partition asked for) does not exist; the connector never creates topics. */
    TOPIC_NOT_FOUND,
    /** An argument is wrong: topic name, header, partition, time-out. */
    INVALID_ARGUMENT,
    /** The message is larger than the producer, the topic or the broker allows. */
    MESSAGE_TOO_LARGE,
    /** The payload cannot be turned into bytes, or bytes cannot be turned into the type asked for. */
    SERIALIZATION_FAILED,
    /** The time allowed ran out. */
    TIMED_OUT,
    /** The producer's buffer stayed full for the time allowed. */
    BUFFER_FULL,
    /** No pooled producer became free within the borrow time-out. */
    POOL_EXHAUSTED,
    /** The circuit breaker refuses sends at once, since the cluster is in trouble. */
    CIRCUIT_OPEN,
    /** Too few replicas are in sync for the acknowledgement asked for. */
    NOT_ENOUGH_REPLICAS,
    /** Another live producer took over the identity of this one, or its transaction was ended by the broker. */
    PRODUCER_FENCED,
    /** The transaction cannot be committed any more: what was sent in it never becomes visible to committed readers. */
    TRANSACTION_ABORTED,
    /** The group did not take a commit: its partitions have gone to another member, or the commit is wrong. */
    COMMIT_REFUSED,
    /** The producer, consumer or connector has been closed. */
    CLOSED,
    /** The calling thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED,
    /** The call is not allowed where it was made, for example a blocking send on a callback thread. */
    ILLEGAL_STATE,
    /** The surrounding JTA transaction was rolled back, or is bound to be; what was sent within it was never written. */
    TRANSACTION_ROLLED_BACK,
    /** One JTA transaction holds more messages or bytes than {@code mq.producer.jta-max-…} allows. */
    TRANSACTION_TOO_LARGE,
    /** The outbox table could not be written; see the cause. */
    OUTBOX_FAILED,
    /** The broker answered with an error that has no code of its own; see the cause. */
    BROKER_ERROR
}
