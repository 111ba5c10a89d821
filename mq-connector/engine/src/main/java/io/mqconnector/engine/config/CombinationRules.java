// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.List;

/** The rules that concern several keys: what Kafka forbids is resolved, or refused with the remedy. For one thread. */
final class CombinationRules {
    /** What Kafka allows with idempotence. */
    private static final int MAX_IN_FLIGHT_WITH_IDEMPOTENCE = 5;

    private final Values values;
    private final List<String> problems;
    private final List<String> warnings;

    CombinationRules(Values values, List<String> problems, List<String> warnings) {
        this.values = values;
        this.problems = problems;
        this.warnings = warnings;
    }

    /**
     * Kafka's one time-out for the two of a connection.
     *
     * @param raw Kafka's own properties that are set
     */
    void applyToRequests(List<RawSetting> raw) {
        for (var key : List.of(ConfigKeys.CONNECTION_READ_TIMEOUT, ConfigKeys.CONNECTION_WRITE_TIMEOUT)) {
            for (var setting : raw) {
                if (values.isExplicit(key) && setting.kafkaKey().equals(RequestTimeout.KAFKA_KEY)) {
                    problems.add(Ladder.twins(values.setting(key), setting.setting()));
                }
            }
        }
        var timeout = RequestTimeout.of(values);
        if (!values.isExplicit(ConfigKeys.PRODUCER_REQUEST_TIMEOUT) && values.isExplicit(timeout.key())) {
            derive(
                    ConfigKeys.PRODUCER_REQUEST_TIMEOUT,
                    timeout.value(),
                    values.setting(timeout.key()).text(),
                    values.described(timeout.key()));
        }
    }

    void applyToProducers() {
        applyIdempotence();
        applyRetries();
        applyInFlight();
        if (values.areSound(
                ConfigKeys.PRODUCER_DELIVERY_TIMEOUT,
                ConfigKeys.PRODUCER_LINGER,
                ConfigKeys.PRODUCER_REQUEST_TIMEOUT)) {
            var least = values.get(ConfigKeys.PRODUCER_LINGER).plus(values.get(ConfigKeys.PRODUCER_REQUEST_TIMEOUT));
            if (values.get(ConfigKeys.PRODUCER_DELIVERY_TIMEOUT).compareTo(least) < 0) {
                problems.add(values.described(ConfigKeys.PRODUCER_DELIVERY_TIMEOUT) + ": shorter than "
                        + values.described(ConfigKeys.PRODUCER_LINGER) + " plus "
                        + values.described(ConfigKeys.PRODUCER_REQUEST_TIMEOUT) + "; raise it to at least "
                        + least.toMillis() + "ms or lower the others");
            }
        }
        if (values.areSound(ConfigKeys.PRODUCER_JTA, ConfigKeys.OUTBOX_DATA_SOURCE)
                && values.get(ConfigKeys.PRODUCER_JTA) == JtaMode.OUTBOX
                && values.get(ConfigKeys.OUTBOX_DATA_SOURCE).isEmpty()) {
            problems.add(values.described(ConfigKeys.PRODUCER_JTA) + ": needs the application's data source; set "
                    + ConfigKeys.OUTBOX_DATA_SOURCE + " to its JNDI name");
        }
        atMost(ConfigKeys.POOL_STRIPES, ConfigKeys.POOL_MAX_CONNECTIONS);
        atMost(ConfigKeys.RETRY_BACKOFF, ConfigKeys.RETRY_MAX_BACKOFF);
        applyRetryBackoff();
        atMost(ConfigKeys.PRODUCER_BATCH_SIZE, ConfigKeys.PRODUCER_BUFFER);
        atMost(ConfigKeys.PRODUCER_MAX_MESSAGE_BYTES, ConfigKeys.PRODUCER_BUFFER);
    }

    void applyToListeners() {
        if (values.areSound(ConfigKeys.CONSUMER_HEARTBEAT_INTERVAL, ConfigKeys.CONSUMER_SESSION_TIMEOUT)) {
            var heartbeat = values.get(ConfigKeys.CONSUMER_HEARTBEAT_INTERVAL);
            var session = values.get(ConfigKeys.CONSUMER_SESSION_TIMEOUT);
            if (heartbeat.compareTo(session) >= 0) {
                problems.add(values.described(ConfigKeys.CONSUMER_HEARTBEAT_INTERVAL) + ": not shorter than "
                        + values.described(ConfigKeys.CONSUMER_SESSION_TIMEOUT) + "; a third of it is recommended");
            } else if (heartbeat.multipliedBy(3).compareTo(session) > 0) {
                warnings.add(values.described(ConfigKeys.CONSUMER_HEARTBEAT_INTERVAL) + ": more than a third of "
                        + values.described(ConfigKeys.CONSUMER_SESSION_TIMEOUT)
                        + ": one lost heartbeat may cost the consumer its partitions");
            }
        }
        applyTransactions();
        atMost(ConfigKeys.LISTENER_RETRY_BACKOFF, ConfigKeys.LISTENER_RETRY_MAX_BACKOFF);
        atMost(ConfigKeys.LISTENER_RESTART_BACKOFF, ConfigKeys.LISTENER_RESTART_MAX_BACKOFF);
        if (values.areSound(ConfigKeys.LISTENER_DRAIN_TIMEOUT, ConfigKeys.CONSUMER_MAX_POLL_INTERVAL)
                && values.get(ConfigKeys.LISTENER_DRAIN_TIMEOUT)
                                .multipliedBy(2)
                                .compareTo(values.get(ConfigKeys.CONSUMER_MAX_POLL_INTERVAL))
                        >= 0) {
            problems.add(values.described(ConfigKeys.LISTENER_DRAIN_TIMEOUT) + ": not below half of "
                    + values.described(ConfigKeys.CONSUMER_MAX_POLL_INTERVAL)
                    + "; lower the one or raise the other");
        }
    }

    /** A transaction is a run of one partition's records, and only its commit says that they are done. */
    private void applyTransactions() {
        if (!values.areSound(ConfigKeys.LISTENER_TRANSACTIONAL) || !values.get(ConfigKeys.LISTENER_TRANSACTIONAL)) {
            return;
        }
        var transactional = values.described(ConfigKeys.LISTENER_TRANSACTIONAL);
        if (values.areSound(ConfigKeys.LISTENER_ORDERING)
                && values.get(ConfigKeys.LISTENER_ORDERING) != Ordering.PARTITION) {
            problems.add(values.described(ConfigKeys.LISTENER_ORDERING) + " contradicts " + transactional
                    + ": a transaction takes records of a partition in order; set ordering=partition or leave"
                    + " transactional out");
        }
        if (values.areSound(ConfigKeys.CONSUMER_AUTO_COMMIT) && !values.get(ConfigKeys.CONSUMER_AUTO_COMMIT)) {
            problems.add(values.described(ConfigKeys.CONSUMER_AUTO_COMMIT) + " contradicts " + transactional
                    + ": its transactions say what is done; remove one of the two");
        }
        if (!values.areSound(ConfigKeys.CONSUMER_ISOLATION)
                || values.get(ConfigKeys.CONSUMER_ISOLATION) == Isolation.READ_COMMITTED) {
            return;
        }
        if (values.isExplicit(ConfigKeys.CONSUMER_ISOLATION)) {
            problems.add(values.described(ConfigKeys.CONSUMER_ISOLATION) + " contradicts " + transactional
                    + ": what an aborted transaction sent would be handled, and an offset read that may be taken back;"
                    + " remove one of the two");
        } else {
            derive(ConfigKeys.CONSUMER_ISOLATION, Isolation.READ_COMMITTED, "read_committed", transactional);
        }
    }

    private void applyIdempotence() {
        if (!values.areSound(ConfigKeys.PRODUCER_ACKS, ConfigKeys.PRODUCER_IDEMPOTENCE)
                || values.get(ConfigKeys.PRODUCER_ACKS) == Acks.ALL
                || !values.get(ConfigKeys.PRODUCER_IDEMPOTENCE)) {
            return;
        }
        if (values.isExplicit(ConfigKeys.PRODUCER_IDEMPOTENCE)) {
            if (!values.isExplicit(ConfigKeys.PRODUCER_ACKS)) {
                // What somebody set beats what a profile brings.
                derive(ConfigKeys.PRODUCER_ACKS, Acks.ALL, "all", values.described(ConfigKeys.PRODUCER_IDEMPOTENCE));
                return;
            }
            problems.add(values.described(ConfigKeys.PRODUCER_IDEMPOTENCE) + " contradicts "
                    + values.described(ConfigKeys.PRODUCER_ACKS)
                    + ": idempotence needs acks all; remove one of the two");
            // Reported: what follows from idempotence is not looked at any more.
            values.spoil(ConfigKeys.PRODUCER_IDEMPOTENCE);
            return;
        }
        derive(ConfigKeys.PRODUCER_IDEMPOTENCE, false, "false", values.described(ConfigKeys.PRODUCER_ACKS));
        warnings.add(values.described(ConfigKeys.PRODUCER_ACKS)
                + ": idempotence is off; acknowledged messages may be lost, retries may duplicate");
    }

    /** Kafka refuses idempotence without retries. */
    private void applyRetries() {
        if (values.areSound(ConfigKeys.CONNECTION_MAX_RETRIES, ConfigKeys.PRODUCER_IDEMPOTENCE)
                && values.get(ConfigKeys.CONNECTION_MAX_RETRIES) == 0
                && values.get(ConfigKeys.PRODUCER_IDEMPOTENCE)) {
            problems.add(values.described(ConfigKeys.CONNECTION_MAX_RETRIES) + " contradicts "
                    + values.described(ConfigKeys.PRODUCER_IDEMPOTENCE)
                    + ": idempotence needs retries; remove it or set mq.producer.idempotence=false");
        }
    }

    private void applyRetryBackoff() {
        var max = ConfigKeys.CONNECTION_RETRY_MAX_BACKOFF;
        var first = ConfigKeys.CONNECTION_RETRY_BACKOFF;
        if (values.areSound(first, max)
                && !values.isExplicit(max)
                && values.get(first).compareTo(values.get(max)) > 0) {
            derive(max, values.get(first), values.setting(first).text(), values.described(first));
        }
        atMost(first, max);
    }

    private void applyInFlight() {
        var key = ConfigKeys.PRODUCER_MAX_IN_FLIGHT;
        if (!values.areSound(key, ConfigKeys.PRODUCER_IDEMPOTENCE)) {
            return;
        }
        if (values.get(ConfigKeys.PRODUCER_IDEMPOTENCE)) {
            if (values.get(key) > MAX_IN_FLIGHT_WITH_IDEMPOTENCE) {
                var setting = values.setting(key);
                warnings.add(setting.described() + ": capped at " + MAX_IN_FLIGHT_WITH_IDEMPOTENCE
                        + ", the most that Kafka allows with idempotence");
                values.put(
                        key,
                        MAX_IN_FLIGHT_WITH_IDEMPOTENCE,
                        setting.withText("" + MAX_IN_FLIGHT_WITH_IDEMPOTENCE, false)
                                .withLayer(
                                        setting.layer(),
                                        setting.source() + ", capped from '" + setting.shownText() + "'"));
            }
        } else if (!values.isExplicit(key)) {
            derive(key, 1, "1", values.described(ConfigKeys.PRODUCER_IDEMPOTENCE));
        } else if (values.get(key) > 1) {
            warnings.add(values.described(key) + " with " + values.described(ConfigKeys.PRODUCER_IDEMPOTENCE)
                    + ": order is not guaranteed; 1 keeps it");
        }
    }

    private <T> void derive(ConfigKey<T> key, T value, String text, String because) {
        values.put(key, value, new Setting(key.name(), text, Layer.DEFAULT, "default, because of " + because, false));
    }

    private <T extends Comparable<T>> void atMost(ConfigKey<T> smaller, ConfigKey<T> larger) {
        if (values.areSound(smaller, larger) && values.get(smaller).compareTo(values.get(larger)) > 0) {
            problems.add(values.described(smaller) + ": more than " + values.described(larger)
                    + "; lower the one or raise the other");
        }
    }
}
