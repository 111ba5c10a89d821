// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.util.List;

/**
 * The table of metrics: the one place that says which there are. {@code docs/monitoring.md} is generated from it.
 *
 * <p>Names are never changed. A name becomes one of Prometheus by {@code mq_} in front, underscores for dots and minus signs,
 * and {@code _total} behind a count; labels stay labels.
 */
public enum Metric {
    /** {@code producer.sent}. */
    PRODUCER_SENT(
            "producer.sent",
            Kind.COUNT,
            "messages",
            "connection",
            "Handed over to be sent, in whichever way: by a producer, in a transaction, by a borrowed one; "
                    + "what waits included."),
    /** {@code producer.acknowledged}. */
    PRODUCER_ACKNOWLEDGED(
            "producer.acknowledged", Kind.COUNT, "messages", "connection", "Acknowledged by the brokers."),
    /** {@code producer.failed}. */
    PRODUCER_FAILED("producer.failed", Kind.COUNT, "messages", "connection", "Failed, and told so to their senders."),
    /** {@code producer.retried}. */
    PRODUCER_RETRIED(
            "producer.retried",
            Kind.COUNT,
            "messages",
            "connection",
            "Sent again after a failure that may pass, by Kafka's client or by the connector; a message may "
                    + "be so several times."),
    /** {@code producer.in-flight}. */
    PRODUCER_IN_FLIGHT(
            "producer.in-flight",
            Kind.VALUE,
            "messages",
            "connection",
            "Waiting for their outcome: in queues, in Kafka's buffers, on the way."),
    /** {@code producer.bytes}. */
    PRODUCER_BYTES(
            "producer.bytes", Kind.COUNT, "bytes", "connection", "Keys and values acknowledged, before compression."),
    /** {@code producer.per-second}. */
    PRODUCER_PER_SECOND(
            "producer.per-second",
            Kind.VALUE,
            "messages a second",
            "connection",
            "Acknowledged by producers that are not borrowed, mean of the last minute."),
    /** {@code producer.latency.average-micros}. */
    PRODUCER_LATENCY_AVERAGE_MICROS(
            "producer.latency.average-micros",
            Kind.VALUE,
            "microseconds",
            "connection",
            "From the call to the acknowledgement, mean of the last minute; of many asynchronous sends a "
                    + "second one in up to 64 is timed and stands for the others."),
    /** {@code producer.latency.p50-micros}. */
    PRODUCER_LATENCY_P50_MICROS(
            "producer.latency.p50-micros", Kind.VALUE, "microseconds", "connection", "The same, median."),
    /** {@code producer.latency.p99-micros}. */
    PRODUCER_LATENCY_P99_MICROS(
            "producer.latency.p99-micros",
            Kind.VALUE,
            "microseconds",
            "connection",
            "The same, 99th percentile; what alert `latency` looks at."),
    /** {@code producer.latency.p999-micros}. */
    PRODUCER_LATENCY_P999_MICROS(
            "producer.latency.p999-micros", Kind.VALUE, "microseconds", "connection", "The same, 99.9th percentile."),
    /** {@code producer.latency.max-micros}. */
    PRODUCER_LATENCY_MAX_MICROS(
            "producer.latency.max-micros", Kind.VALUE, "microseconds", "connection", "The same, largest."),
    /** {@code producer.errors}. */
    PRODUCER_ERRORS(
            "producer.errors", Kind.COUNT, "failures", "connection,code", "Sends that failed, by code of the error."),
    /** {@code producer.stripes}. */
    PRODUCER_STRIPES(
            "producer.stripes", Kind.VALUE, "producers", "connection", "Shared Kafka producers there are to be."),
    /** {@code producer.stripes-open}. */
    PRODUCER_STRIPES_OPEN(
            "producer.stripes-open",
            Kind.VALUE,
            "producers",
            "connection",
            "Shared Kafka producers there are; fewer while one cannot be built."),
    /** {@code producer.rotations}. */
    PRODUCER_ROTATIONS(
            "producer.rotations",
            Kind.COUNT,
            "producers",
            "connection",
            "Shared Kafka producers replaced, for whatever cause."),
    /** {@code producer.breaker-opened}. */
    PRODUCER_BREAKER_OPENED(
            "producer.breaker-opened", Kind.COUNT, "times", "connection", "The circuit breaker has opened."),
    /** {@code producer.topic.messages}. */
    PRODUCER_TOPIC_MESSAGES(
            "producer.topic.messages",
            Kind.COUNT,
            "messages",
            "connection,topic,status",
            "Sent to this topic; status `acknowledged` or `failed`."),
    /** {@code producer.topic.bytes}. */
    PRODUCER_TOPIC_BYTES(
            "producer.topic.bytes",
            Kind.COUNT,
            "bytes",
            "connection,topic",
            "Keys and values acknowledged of this topic, before compression."),
    /** {@code producer.topic.latency.timed}. */
    PRODUCER_TOPIC_LATENCY_TIMED(
            "producer.topic.latency.timed",
            Kind.COUNT,
            "messages",
            "connection,topic",
            "Acknowledgements of this topic that were timed."),
    /** {@code producer.topic.latency.sum-micros}. */
    PRODUCER_TOPIC_LATENCY_SUM_MICROS(
            "producer.topic.latency.sum-micros",
            Kind.COUNT,
            "microseconds",
            "connection,topic",
            "Their latencies together: divided by the row above, the mean."),
    /** {@code pool.max}. */
    POOL_MAX("pool.max", Kind.VALUE, "producers", "connection", "Most there may be."),
    /** {@code pool.leased}. */
    POOL_LEASED(
            "pool.leased", Kind.VALUE, "producers", "connection", "In use: by stripes, transactions and borrowers."),
    /** {@code pool.idle}. */
    POOL_IDLE("pool.idle", Kind.VALUE, "producers", "connection", "Waiting to be used."),
    /** {@code pool.waiting}. */
    POOL_WAITING("pool.waiting", Kind.VALUE, "threads", "connection", "Waiting for a producer."),
    /** {@code pool.created}. */
    POOL_CREATED("pool.created", Kind.COUNT, "producers", "connection", "Built."),
    /** {@code pool.failed-creations}. */
    POOL_FAILED_CREATIONS("pool.failed-creations", Kind.COUNT, "attempts", "connection", "To build one that failed."),
    /** {@code pool.destroyed}. */
    POOL_DESTROYED("pool.destroyed", Kind.COUNT, "producers", "connection", "Closed, for whatever cause."),
    /** {@code pool.borrowed}. */
    POOL_BORROWED("pool.borrowed", Kind.COUNT, "leases", "connection", "Of producers."),
    /** {@code pool.exhausted}. */
    POOL_EXHAUSTED(
            "pool.exhausted", Kind.COUNT, "times", "connection", "Nobody gave one back within the borrow time-out."),
    /** {@code pool.leaked}. */
    POOL_LEAKED("pool.leaked", Kind.COUNT, "leases", "connection", "Older than `mq.pool.leak-detection-threshold`."),
    /** {@code pool.borrow.p50-micros}. */
    POOL_BORROW_P50_MICROS(
            "pool.borrow.p50-micros",
            Kind.VALUE,
            "microseconds",
            "connection",
            "To get one, median of the last minute."),
    /** {@code pool.borrow.p99-micros}. */
    POOL_BORROW_P99_MICROS(
            "pool.borrow.p99-micros", Kind.VALUE, "microseconds", "connection", "The same, 99th percentile."),
    /** {@code pool.borrow.max-micros}. */
    POOL_BORROW_MAX_MICROS("pool.borrow.max-micros", Kind.VALUE, "microseconds", "connection", "The same, largest."),
    /** {@code transactions.active}. */
    TRANSACTIONS_ACTIVE("transactions.active", Kind.VALUE, "transactions", "connection", "Begun and not ended."),
    /** {@code transactions.begun}. */
    TRANSACTIONS_BEGUN("transactions.begun", Kind.COUNT, "transactions", "connection", "Begun."),
    /** {@code transactions.committed}. */
    TRANSACTIONS_COMMITTED("transactions.committed", Kind.COUNT, "transactions", "connection", "Committed."),
    /** {@code transactions.aborted}. */
    TRANSACTIONS_ABORTED(
            "transactions.aborted", Kind.COUNT, "transactions", "connection", "Aborted, for whatever reason."),
    /** {@code transactions.timed-out}. */
    TRANSACTIONS_TIMED_OUT(
            "transactions.timed-out",
            Kind.COUNT,
            "transactions",
            "connection",
            "Of the aborted, those not ended within `mq.transaction.timeout`."),
    /** {@code transactions.unknown}. */
    TRANSACTIONS_UNKNOWN(
            "transactions.unknown", Kind.COUNT, "transactions", "connection", "Ended without anybody knowing how."),
    /** {@code transactions.fenced}. */
    TRANSACTIONS_FENCED(
            "transactions.fenced",
            Kind.COUNT,
            "times",
            "connection",
            "Another live connector used the same transactional id."),
    /** {@code outbox.relayed}. */
    OUTBOX_RELAYED("outbox.relayed", Kind.COUNT, "messages", "connection", "Sent from outbox tables."),
    /** {@code outbox.stopped}. */
    OUTBOX_STOPPED(
            "outbox.stopped",
            Kind.COUNT,
            "messages",
            "connection",
            "In outbox tables, that could not be sent and hold up those of their key; each time it is tried."),
    /** {@code listener.received}. */
    LISTENER_RECEIVED("listener.received", Kind.COUNT, "records", "connection,listener,group", "Fetched."),
    /** {@code listener.done}. */
    LISTENER_DONE(
            "listener.done",
            Kind.COUNT,
            "records",
            "connection,listener,group",
            "Done in whichever way: handled, skipped, dead letters."),
    /** {@code listener.failed}. */
    LISTENER_FAILED("listener.failed", Kind.COUNT, "calls", "connection,listener,group", "Of the listener that threw."),
    /** {@code listener.redelivered}. */
    LISTENER_REDELIVERED(
            "listener.redelivered",
            Kind.COUNT,
            "deliveries",
            "connection,listener,group",
            "After the first of a record."),
    /** {@code listener.skipped}. */
    LISTENER_SKIPPED(
            "listener.skipped",
            Kind.COUNT,
            "records",
            "connection,listener,group",
            "Done without having been handled."),
    /** {@code listener.dead-letters}. */
    LISTENER_DEAD_LETTERS(
            "listener.dead-letters",
            Kind.COUNT,
            "records",
            "connection,listener,group",
            "Sent to a dead-letter topic."),
    /** {@code listener.recognised}. */
    LISTENER_RECOGNISED(
            "listener.recognised",
            Kind.COUNT,
            "records",
            "connection,listener,group",
            "Known to be done by an earlier owner of the partition, and not delivered again."),
    /** {@code listener.timed-out}. */
    LISTENER_TIMED_OUT(
            "listener.timed-out",
            Kind.COUNT,
            "deliveries",
            "connection,listener,group",
            "That outlived `mq.listener.handler-timeout`."),
    /** {@code listener.in-flight}. */
    LISTENER_IN_FLIGHT(
            "listener.in-flight", Kind.VALUE, "records", "connection,listener,group", "Fetched and not done."),
    /** {@code listener.per-second}. */
    LISTENER_PER_SECOND(
            "listener.per-second",
            Kind.VALUE,
            "records a second",
            "connection,listener,group",
            "Done, mean of the last minute."),
    /** {@code listener.bytes}. */
    LISTENER_BYTES(
            "listener.bytes",
            Kind.COUNT,
            "bytes",
            "connection,listener,group",
            "Fetched, as Kafka's consumer counts them; as of the last second."),
    /** {@code listener.process-time.average-micros}. */
    LISTENER_PROCESS_TIME_AVERAGE_MICROS(
            "listener.process-time.average-micros",
            Kind.VALUE,
            "microseconds",
            "connection,listener,group",
            "Of a call of the listener, also of one that fails, mean of the last minute; one slice of about 100 us in "
                    + "eight is timed, calls that are shorter, and those of one Kafka transaction, by their mean."),
    /** {@code listener.process-time.p50-micros}. */
    LISTENER_PROCESS_TIME_P50_MICROS(
            "listener.process-time.p50-micros",
            Kind.VALUE,
            "microseconds",
            "connection,listener,group",
            "The same, median."),
    /** {@code listener.process-time.p99-micros}. */
    LISTENER_PROCESS_TIME_P99_MICROS(
            "listener.process-time.p99-micros",
            Kind.VALUE,
            "microseconds",
            "connection,listener,group",
            "The same, 99th percentile."),
    /** {@code listener.process-time.p999-micros}. */
    LISTENER_PROCESS_TIME_P999_MICROS(
            "listener.process-time.p999-micros",
            Kind.VALUE,
            "microseconds",
            "connection,listener,group",
            "The same, 99.9th percentile."),
    /** {@code listener.process-time.max-micros}. */
    LISTENER_PROCESS_TIME_MAX_MICROS(
            "listener.process-time.max-micros",
            Kind.VALUE,
            "microseconds",
            "connection,listener,group",
            "The same, largest."),
    /** {@code listener.commits}. */
    LISTENER_COMMITS(
            "listener.commits", Kind.COUNT, "commits", "connection,listener,group", "That the broker confirmed."),
    /** {@code listener.failed-commits}. */
    LISTENER_FAILED_COMMITS(
            "listener.failed-commits",
            Kind.COUNT,
            "commits",
            "connection,listener,group",
            "That failed; a later one covers them."),
    /** {@code listener.revoked}. */
    LISTENER_REVOKED(
            "listener.revoked", Kind.COUNT, "partitions", "connection,listener,group", "Given up in rebalances."),
    /** {@code listener.lost}. */
    LISTENER_LOST(
            "listener.lost",
            Kind.COUNT,
            "partitions",
            "connection,listener,group",
            "Taken away without a chance to commit."),
    /** {@code listener.cut-off}. */
    LISTENER_CUT_OFF(
            "listener.cut-off",
            Kind.COUNT,
            "partitions",
            "connection,listener,group",
            "Given up or taken away with done records that could not be committed: each may cause " + "duplicates."),
    /** {@code listener.restarts}. */
    LISTENER_RESTARTS(
            "listener.restarts",
            Kind.COUNT,
            "consumers",
            "connection,listener,group",
            "That failed and were built anew."),
    /** {@code listener.pauses}. */
    LISTENER_PAUSES(
            "listener.pauses",
            Kind.COUNT,
            "times",
            "connection,listener,group",
            "A partition was paused because the listener was slower than the fetch."),
    /** {@code listener.assigned}. */
    LISTENER_ASSIGNED(
            "listener.assigned", Kind.VALUE, "partitions", "connection,listener,group", "Assigned to this process."),
    /** {@code listener.stopped}. */
    LISTENER_STOPPED(
            "listener.stopped",
            Kind.VALUE,
            "partitions",
            "connection,listener,group",
            "Standing still because of a record that failed for good."),
    /** {@code listener.oldest-started-millis}. */
    LISTENER_OLDEST_STARTED_MILLIS(
            "listener.oldest-started-millis",
            Kind.VALUE,
            "milliseconds",
            "connection,listener,group",
            "The longest running delivery has been running for, to the second."),
    /** {@code listener.lag}. */
    LISTENER_LAG(
            "listener.lag",
            Kind.VALUE,
            "records",
            "connection,listener,group",
            "In the assigned partitions and not done; -1 while not known. What alert `lag` looks at."),
    /** {@code listener.topic.received}. */
    LISTENER_TOPIC_RECEIVED(
            "listener.topic.received",
            Kind.COUNT,
            "records",
            "connection,listener,group,topic",
            "Fetched of this topic."),
    /** {@code listener.topic.records}. */
    LISTENER_TOPIC_RECORDS(
            "listener.topic.records",
            Kind.COUNT,
            "records",
            "connection,listener,group,topic,status",
            "Of this topic; status `handled`, `skipped` or `dead-letter`, and `failed` for calls that threw."),
    /** {@code group.lag}. */
    GROUP_LAG(
            "group.lag",
            Kind.VALUE,
            "records",
            "group",
            "Of a group of `mq.monitoring.groups`, not committed; -1 while not known. What alert `group-lag`"
                    + " looks at."),
    /** {@code group.partitions}. */
    GROUP_PARTITIONS(
            "group.partitions",
            Kind.VALUE,
            "partitions",
            "group",
            "Of the topics that the group has committed offsets of, or has assigned."),
    /** {@code group.consumers}. */
    GROUP_CONSUMERS("group.consumers", Kind.VALUE, "members", "group", "Of the group, in all processes."),
    /** {@code cluster.reachable}. */
    CLUSTER_REACHABLE(
            "cluster.reachable", Kind.VALUE, "1 or 0", "connection", "Whether a broker answered at the last look."),
    /** {@code cluster.brokers}. */
    CLUSTER_BROKERS(
            "cluster.brokers", Kind.VALUE, "brokers", "connection", "That the cluster had then; 0 if none answered."),
    /** {@code cluster.round-trip-micros}. */
    CLUSTER_ROUND_TRIP_MICROS(
            "cluster.round-trip-micros", Kind.VALUE, "microseconds", "connection", "That the answer took."),
    /** {@code jvm.heap-live-bytes}. */
    JVM_HEAP_LIVE_BYTES(
            "jvm.heap-live-bytes",
            Kind.VALUE,
            "bytes",
            "",
            "Of the JVM's heap in use after its last collection. What alert `heap` looks at."),
    /** {@code alerts.raised}. */
    ALERTS_RAISED(
            "alerts.raised",
            Kind.VALUE,
            "alerts",
            "",
            "Raised now; too little throughput, which is information only, aside."),
    /** {@code notifications.dropped}. */
    NOTIFICATIONS_DROPPED(
            "notifications.dropped",
            Kind.COUNT,
            "notifications",
            "",
            "Not told to a notifier because too many waited for it."),
    /** {@code notifications.failed}. */
    NOTIFICATIONS_FAILED(
            "notifications.failed",
            Kind.COUNT,
            "notifications",
            "",
            "Whose notifier threw, or whose webhook did not answer with 2xx in time."),
    /** {@code mq.producer.messages_sent}. */
    ALIAS_PRODUCER_MESSAGES_SENT(
            "mq.producer.messages_sent", Kind.COUNT, "messages", "connection", "The same as `producer.sent`."),
    /** {@code mq.producer.bytes_sent}. */
    ALIAS_PRODUCER_BYTES_SENT(
            "mq.producer.bytes_sent", Kind.COUNT, "bytes", "connection", "The same as `producer.bytes`."),
    /** {@code mq.producer.send_errors}. */
    ALIAS_PRODUCER_SEND_ERRORS(
            "mq.producer.send_errors", Kind.COUNT, "messages", "connection", "The same as `producer.failed`."),
    /** {@code mq.producer.retry_count}. */
    ALIAS_PRODUCER_RETRY_COUNT(
            "mq.producer.retry_count", Kind.COUNT, "messages", "connection", "The same as `producer.retried`."),
    /** {@code mq.producer.average_latency_ms}. */
    ALIAS_PRODUCER_AVERAGE_LATENCY_MS(
            "mq.producer.average_latency_ms",
            Kind.VALUE,
            "milliseconds",
            "connection",
            "The same as `producer.latency.average-micros`, in milliseconds with decimals."),
    /** {@code mq.producer.queue_size}. */
    ALIAS_PRODUCER_QUEUE_SIZE(
            "mq.producer.queue_size", Kind.VALUE, "messages", "connection", "The same as `producer.in-flight`."),
    /** {@code mq.consumer.messages_consumed}. */
    ALIAS_CONSUMER_MESSAGES_CONSUMED(
            "mq.consumer.messages_consumed",
            Kind.COUNT,
            "records",
            "connection",
            "The same as `listener.done` of all listeners, those included that were closed."),
    /** {@code mq.consumer.bytes_consumed}. */
    ALIAS_CONSUMER_BYTES_CONSUMED(
            "mq.consumer.bytes_consumed",
            Kind.COUNT,
            "bytes",
            "connection",
            "The same as `listener.bytes` of all listeners, those included that were closed."),
    /** {@code mq.consumer.processing_errors}. */
    ALIAS_CONSUMER_PROCESSING_ERRORS(
            "mq.consumer.processing_errors",
            Kind.COUNT,
            "calls",
            "connection",
            "The same as `listener.failed` of all listeners, those included that were closed."),
    /** {@code mq.consumer.commit_errors}. */
    ALIAS_CONSUMER_COMMIT_ERRORS(
            "mq.consumer.commit_errors",
            Kind.COUNT,
            "commits",
            "connection",
            "The same as `listener.failed-commits` of all listeners, those included that were closed."),
    /** {@code mq.consumer.average_process_time}. */
    ALIAS_CONSUMER_AVERAGE_PROCESS_TIME(
            "mq.consumer.average_process_time",
            Kind.VALUE,
            "milliseconds",
            "connection",
            "The same as `listener.process-time.average-micros` of all listeners, weighted by what was "
                    + "timed, in milliseconds with decimals."),
    /** {@code mq.consumer.lag}. */
    ALIAS_CONSUMER_LAG(
            "mq.consumer.lag",
            Kind.VALUE,
            "records",
            "connection",
            "The same as `listener.lag` of all listeners of which it is known; -1 if of none.");

    /** How a value behaves over time. */
    public enum Kind {
        /** It only grows, from 0 at the start. */
        COUNT,
        /** It goes up and down. */
        VALUE
    }

    private final String metricName;
    private final Kind kind;
    private final String unit;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
    private final List<String> labels;

    private final String meaning;

    Metric(String metricName, Kind kind, String unit, String labels, String meaning) {
        this.metricName = metricName;
        this.kind = kind;
        this.unit = unit;
        this.labels = labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
        this.meaning = meaning;
    }

    /** Its name, without labels. */
    public String metricName() {
        return metricName;
    }

    /** How it behaves over time. */
    public Kind kind() {
        return kind;
    }

    /** What it counts or measures. */
    public String unit() {
        return unit;
    }

    /** What tells those of one name apart, in the order in which it is written; unmodifiable. */
    public List<String> labels() {
        return labels;
    }

    /** What it says, in a sentence. */
    public String meaning() {
        return meaning;
    }

    /** Whether it is another name, from the documents, for what is there already. */
    public boolean isAlias() {
        return metricName.startsWith("mq.");
    }

    /** Its name in Prometheus. */
    public String prometheusName() {
        var plain = metricName.replace('.', '_').replace('-', '_');
        return (isAlias() ? plain : "mq_" + plain) + (kind == Kind.COUNT ? "_total" : "");
    }
}
