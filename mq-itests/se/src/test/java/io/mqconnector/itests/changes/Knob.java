// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import java.util.List;

/** A key that is changed, the values that it gets, and where it shows what is in force. */
enum Knob {
    LINGER("mq.producer.linger", Reach.ROLLED, Shows.PRODUCERS, "linger.ms", "5ms", "0ms", "2ms", "10ms"),
    COMPRESSION("mq.producer.compression", Reach.ROLLED, Shows.PRODUCERS, "compression.type", "lz4", "none", "gzip"),
    BATCH_SIZE("mq.producer.batch-size", Reach.ROLLED, Shows.PRODUCERS, "batch.size", "16384", "8192", "65536"),
    REQUEST_TIMEOUT(
            "mq.producer.request-timeout",
            Reach.ROLLED,
            Shows.PRODUCERS,
            "request.timeout.ms",
            "30000ms",
            "20000ms",
            "10000ms"),
    DELIVERY_TIMEOUT(
            "mq.producer.delivery-timeout",
            Reach.ROLLED,
            Shows.PRODUCERS,
            "delivery.timeout.ms",
            "120000ms",
            "90000ms",
            "60000ms"),
    RETRY_BACKOFF(
            "mq.connection.retry-backoff", Reach.ROLLED, Shows.PRODUCERS, "retry.backoff.ms", "100ms", "50ms", "200ms"),
    /** Kafka's own, so by the source alone. */
    RECONNECT_BACKOFF(
            "mq.kafka.producer.reconnect.backoff.ms",
            Reach.ROLLED,
            Shows.PRODUCERS,
            "reconnect.backoff.ms",
            "50",
            "60",
            "70"),
    STRIPES("mq.pool.stripes", Reach.ROLLED, Shows.PRODUCER_COUNT, "", "2", "1", "3", "4"),
    MAX_CONNECTIONS("mq.pool.max-connections", Reach.HOT, Shows.POOL_SIZE, "", "20", "12", "16", "32"),
    BORROW_TIMEOUT(
            "mq.pool.borrow-timeout",
            Reach.HOT,
            Shows.ATTRIBUTE,
            "ProducerPool.BorrowTimeoutMillis",
            "5000ms",
            "4000ms",
            "3000ms"),
    RETRY("mq.retry.enabled", Reach.HOT, Shows.NOWHERE, "", "false", "true"),
    BREAKER("mq.breaker.failure-threshold", Reach.HOT, Shows.NOWHERE, "", "5", "50", "500"),
    LAG_THRESHOLD(
            "mq.monitoring.lag-threshold",
            Reach.HOT,
            Shows.ATTRIBUTE,
            "Alerts.LagThreshold",
            "10000",
            "1000000",
            "2000000"),
    WORKERS("mq.listener.workers", Reach.HOT, Shows.ATTRIBUTE, "Listener.Workers", "2", "1", "3", "4", "6"),
    MAX_IN_FLIGHT(
            "mq.listener.max-in-flight",
            Reach.HOT,
            Shows.ATTRIBUTE,
            "Listener.MaxInFlight",
            "10000",
            "2000",
            "5000",
            "20000"),
    RETRY_ATTEMPTS(
            "mq.listener.retry-attempts", Reach.HOT, Shows.ATTRIBUTE, "Listener.RetryAttempts", "3", "4", "5", "6"),
    COMMIT_INTERVAL("mq.consumer.auto-commit-interval", Reach.HOT, Shows.NOWHERE, "", "100ms", "50ms", "300ms"),
    POLL_RECORDS("mq.consumer.max-poll-records", Reach.ROLLED, Shows.CONSUMERS, "maxPollRecords", "500", "300", "1000"),
    FETCH_WAIT("mq.consumer.fetch-max-wait", Reach.ROLLED, Shows.CONSUMERS, "maxWaitMs", "500ms", "50ms", "100ms"),
    CONSUMERS("mq.listener.consumers", Reach.ROLLED, Shows.CONSUMER_COUNT, "", "1", "2", "3");

    /** How a change comes into force. */
    enum Reach {
        HOT,
        ROLLED
    }

    /** Where something other than the configuration shows the value. */
    enum Shows {
        /** In each Kafka producer. */
        PRODUCERS,
        /** By their number. */
        PRODUCER_COUNT,
        /** In each Kafka consumer of the listener. */
        CONSUMERS,
        /** By their number. */
        CONSUMER_COUNT,
        /** In what the pool says of itself. */
        POOL_SIZE,
        /** In an attribute of an MBean. */
        ATTRIBUTE,
        NOWHERE
    }

    private final String key;
    private final Reach reach;
    private final Shows shows;
    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // it is: made by List.of
    private final List<String> values;

    Knob(String key, Reach reach, Shows shows, String name, String... values) {
        this.key = key;
        this.reach = reach;
        this.shows = shows;
        this.name = name;
        this.values = List.of(values);
    }

    /** The plain one. */
    String key() {
        return key;
    }

    /** Without its group. */
    String shortKey() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    Reach reach() {
        return reach;
    }

    Shows shows() {
        return shows;
    }

    /** What it is called there. */
    String nameThere() {
        return name;
    }

    /** The first is where it begins. */
    List<String> choices() {
        return values;
    }

    boolean isOfListeners() {
        return key.startsWith("mq.listener.") || key.startsWith("mq.consumer.");
    }

    boolean isSettableByJmx() {
        return !key.startsWith("mq.kafka.");
    }

    /** As whoever shows it writes a value. */
    static String shown(String value) {
        return value.endsWith("ms") ? value.substring(0, value.length() - 2) : value;
    }
}
