// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The table of configuration keys: the one place that says which keys there are. {@code docs/configuration.md} is
 * generated from it. Immutable and thread-safe.
 */
public final class ConfigKeys {
    /** {@code mq.instance-id}. */
    public static final ConfigKey<String> INSTANCE_ID = ConfigKey.row(
                    "",
                    "instance-id",
                    ValueType.ofText(
                            "letters, digits, dot, underscore, minus; at most 100",
                            Pattern.compile("[A-Za-z0-9._-]{1,100}")))
            .computed("the host name, then -1")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The name of this instance: stable over restarts, different for each process; used in client ids"
                    + " and JMX names.");

    /** {@code mq.client.brokers}. */
    public static final ConfigKey<List<String>> CLIENT_BROKERS = ConfigKey.row(
                    "client", "brokers", ValueType.ofBrokers())
            .byDefault("localhost:9092")
            .kafka("bootstrap.servers", KafkaClient.PRODUCER, KafkaClient.CONSUMER, KafkaClient.ADMIN)
            .notByJmx()
            .doc("The brokers to start from; the others are found through them.");

    /** {@code mq.client.client-id}. */
    public static final ConfigKey<String> CLIENT_CLIENT_ID = ConfigKey.row(
                    "client",
                    "client-id",
                    ValueType.ofText(
                            "letters, digits, dot, underscore, minus; at most 200",
                            Pattern.compile("[A-Za-z0-9._-]{1,200}")))
            .computed("`mq-<instance id>`")
            .notByJmx()
            .doc("The prefix of the client ids that brokers see in quotas and logs; the role of each client is added.");

    /** {@code mq.connection.dial-timeout}. */
    public static final ConfigKey<Duration> CONNECTION_DIAL_TIMEOUT = ConfigKey.row(
                    "connection", "dial-timeout", ValueType.ofDuration("100ms", "10m"))
            .byDefault("10s")
            .kafka("socket.connection.setup.timeout.ms", KafkaClient.PRODUCER, KafkaClient.CONSUMER, KafkaClient.ADMIN)
            .doc("How long a connection to a broker may take to be set up; socket.connection.setup.timeout.max.ms"
                    + " is never lower.");

    /** {@code mq.producer.compression}. */
    public static final ConfigKey<Compression> PRODUCER_COMPRESSION = ConfigKey.row(
                    "producer", "compression", ValueType.ofWords(Compression.class))
            .byDefault("lz4")
            .kafka("compression.type", KafkaClient.PRODUCER)
            .doc("How batches are compressed.");

    /** {@code mq.producer.batch-size}. */
    public static final ConfigKey<Long> PRODUCER_BATCH_SIZE = ConfigKey.row(
                    "producer", "batch-size", ValueType.ofBytes("0", "1GiB"))
            .byDefault("16KiB")
            .kafka("batch.size", KafkaClient.PRODUCER)
            .doc("The most bytes in a batch of one partition; 0 sends every record alone.");

    /** {@code mq.producer.linger}. */
    public static final ConfigKey<Duration> PRODUCER_LINGER = ConfigKey.row(
                    "producer", "linger", ValueType.ofDuration("0ms", "1h"))
            .byDefault("5ms")
            .kafka("linger.ms", KafkaClient.PRODUCER)
            .doc("The longest time the producer waits to fill a batch.");

    /** {@code mq.producer.max-message-bytes}. */
    public static final ConfigKey<Long> PRODUCER_MAX_MESSAGE_BYTES = ConfigKey.row(
                    "producer", "max-message-bytes", ValueType.ofBytes("1", "1GiB"))
            .byDefault("1MiB")
            .kafka("max.request.size", KafkaClient.PRODUCER)
            .doc("The largest message before compression, and the largest request.");

    /** {@code mq.producer.acks}. */
    public static final ConfigKey<Acks> PRODUCER_ACKS = ConfigKey.row(
                    "producer", "acks", ValueType.ofWords(Acks.class, Acks::word))
            .byDefault("all")
            .kafka("acks", KafkaClient.PRODUCER)
            .doc("How many replicas must have a record before it is acknowledged; 0 and 1 may lose messages and"
                    + " switch idempotence off.");

    /** {@code mq.producer.request-timeout}. */
    public static final ConfigKey<Duration> PRODUCER_REQUEST_TIMEOUT = ConfigKey.row(
                    "producer", "request-timeout", ValueType.ofDuration("1ms", "1h"))
            .byDefault("30s")
            .kafka("request.timeout.ms", KafkaClient.PRODUCER)
            .doc("How long a broker may take to answer a request before it is sent again.");

    /** {@code mq.producer.delivery-timeout}. */
    public static final ConfigKey<Duration> PRODUCER_DELIVERY_TIMEOUT = ConfigKey.row(
                    "producer", "delivery-timeout", ValueType.ofDuration("1ms", "1d"))
            .byDefault("120s")
            .kafka("delivery.timeout.ms", KafkaClient.PRODUCER)
            .doc("How long a message may take until it is acknowledged or failed, retries included; at least linger"
                    + " + request-timeout.");

    /** {@code mq.producer.max-block}. */
    public static final ConfigKey<Duration> PRODUCER_MAX_BLOCK = ConfigKey.row(
                    "producer", "max-block", ValueType.ofDuration("0ms", "1h"))
            .byDefault("5s")
            .kafka("max.block.ms", KafkaClient.PRODUCER)
            .doc("How long a send may wait for metadata or for room in the buffer.");

    /** {@code mq.producer.buffer}. */
    public static final ConfigKey<Long> PRODUCER_BUFFER = ConfigKey.row(
                    "producer", "buffer", ValueType.ofBytes("1KiB", "64GiB"))
            .byDefault("32MiB")
            .kafka("buffer.memory", KafkaClient.PRODUCER)
            .doc("The bytes that wait to be sent, for each stripe.");

    /** {@code mq.producer.idempotence}. */
    public static final ConfigKey<Boolean> PRODUCER_IDEMPOTENCE = ConfigKey.row(
                    "producer", "idempotence", ValueType.ofBoolean())
            .byDefault("true")
            .kafka("enable.idempotence", KafkaClient.PRODUCER)
            .notByJmx()
            .doc("Whether the broker drops duplicates that come from retries, and keeps the order.");

    /** {@code mq.producer.max-in-flight}. */
    public static final ConfigKey<Integer> PRODUCER_MAX_IN_FLIGHT = ConfigKey.row(
                    "producer", "max-in-flight", ValueType.ofInt(1, 1000))
            .byDefault("5")
            .kafka("max.in.flight.requests.per.connection", KafkaClient.PRODUCER)
            .doc("Unanswered requests for each broker; at most 5 with idempotence, 1 by default without it.");

    /** {@code mq.pool.stripes}. */
    public static final ConfigKey<Integer> POOL_STRIPES = ConfigKey.row("pool", "stripes", ValueType.ofInt(1, 64))
            .byDefault(Runtime.getRuntime().availableProcessors() == 1 ? "1" : "2", "2, or 1 on one core")
            .doc("Shared producers for plain sends; one message key always goes through the same one.");

    /** {@code mq.pool.max-connections}. */
    public static final ConfigKey<Integer> POOL_MAX_CONNECTIONS = ConfigKey.row(
                    "pool", "max-connections", ValueType.ofInt(1, 1000))
            .byDefault("20")
            .effect(Effect.HOT)
            .doc("The most producers, shared and exclusive ones together.");

    /** {@code mq.pool.borrow-timeout}. */
    public static final ConfigKey<Duration> POOL_BORROW_TIMEOUT = ConfigKey.row(
                    "pool", "borrow-timeout", ValueType.ofDuration("1ms", "1h"))
            .byDefault("5s")
            .effect(Effect.HOT)
            .doc("How long to wait for a producer when all are in use.");

    /** {@code mq.pool.drain-timeout}. */
    public static final ConfigKey<Duration> POOL_DRAIN_TIMEOUT = ConfigKey.row(
                    "pool", "drain-timeout", ValueType.ofDuration("0ms", "1h"))
            .byDefault("30s")
            .effect(Effect.HOT)
            .doc("How long a producer that is replaced or closed may take to finish what is under way.");

    /** {@code mq.pool.health-check-interval}. */
    public static final ConfigKey<Duration> POOL_HEALTH_CHECK_INTERVAL = ConfigKey.row(
                    "pool", "health-check-interval", ValueType.ofDuration("100ms", "1d"))
            .byDefault("30s")
            .effect(Effect.HOT)
            .doc("How often producers are checked.");

    /** {@code mq.consumer.group-id}. */
    public static final ConfigKey<String> CONSUMER_GROUP_ID = ConfigKey.row(
                    "consumer", "group-id", ValueType.ofText("any text that is not blank", Pattern.compile(".*\\S.*")))
            .computed("none; every listener needs one")
            .kafka("group.id", KafkaClient.CONSUMER)
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The consumer group of listeners that name none themselves.");

    /** {@code mq.consumer.auto-offset-reset}. */
    public static final ConfigKey<OffsetReset> CONSUMER_AUTO_OFFSET_RESET = ConfigKey.row(
                    "consumer", "auto-offset-reset", ValueType.ofWords(OffsetReset.class))
            .byDefault("latest")
            .notByJmx()
            .doc("Where a group without a committed offset starts; the start is committed at once.");

    /** {@code mq.consumer.auto-commit}. */
    public static final ConfigKey<Boolean> CONSUMER_AUTO_COMMIT = ConfigKey.row(
                    "consumer", "auto-commit", ValueType.ofBoolean())
            .byDefault("true")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("Whether a record is done when its listener returns; otherwise when the listener acknowledges it.");

    /** {@code mq.consumer.auto-commit-interval}. */
    public static final ConfigKey<Duration> CONSUMER_AUTO_COMMIT_INTERVAL = ConfigKey.row(
                    "consumer", "auto-commit-interval", ValueType.ofDuration("1ms", "1h"))
            .byDefault("5s")
            .effect(Effect.HOT)
            .doc("How often the offsets of done records are committed.");

    /** {@code mq.consumer.auto-commit-records}. */
    public static final ConfigKey<Integer> CONSUMER_AUTO_COMMIT_RECORDS = ConfigKey.row(
                    "consumer", "auto-commit-records", ValueType.ofInt(1, 10_000_000))
            .byDefault("10000")
            .effect(Effect.HOT)
            .doc("Commit also after so many done records.");

    /** {@code mq.consumer.protocol}. */
    public static final ConfigKey<GroupProtocol> CONSUMER_PROTOCOL = ConfigKey.row(
                    "consumer", "protocol", ValueType.ofWords(GroupProtocol.class))
            .byDefault("classic")
            .kafka("group.protocol", KafkaClient.CONSUMER)
            .notByJmx()
            .doc(
                    "How members of a group share partitions: by themselves, or by the broker (KIP-848, from Kafka 4.0 on).");

    /** {@code mq.consumer.static-membership}. */
    public static final ConfigKey<Boolean> CONSUMER_STATIC_MEMBERSHIP = ConfigKey.row(
                    "consumer", "static-membership", ValueType.ofBoolean())
            .byDefault("false")
            .notByJmx()
            .doc(
                    "Whether members have names, from mq.instance-id and the listener, so that a restart within session-timeout moves no"
                            + " partition; needs an instance id of its own for each process.");

    /** {@code mq.consumer.session-timeout}. */
    public static final ConfigKey<Duration> CONSUMER_SESSION_TIMEOUT = ConfigKey.row(
                    "consumer", "session-timeout", ValueType.ofDuration("1s", "30m"))
            .byDefault("10s")
            .kafka("session.timeout.ms", KafkaClient.CONSUMER)
            .doc("How long a consumer may be silent before its group gives its partitions away.");

    /** {@code mq.consumer.heartbeat-interval}. */
    public static final ConfigKey<Duration> CONSUMER_HEARTBEAT_INTERVAL = ConfigKey.row(
                    "consumer", "heartbeat-interval", ValueType.ofDuration("1ms", "10m"))
            .byDefault("3s")
            .kafka("heartbeat.interval.ms", KafkaClient.CONSUMER)
            .doc("How often a consumer tells its group that it is alive; below session-timeout, at most a third of"
                    + " it recommended.");

    /** {@code mq.consumer.max-poll-records}. */
    public static final ConfigKey<Integer> CONSUMER_MAX_POLL_RECORDS = ConfigKey.row(
                    "consumer", "max-poll-records", ValueType.ofInt(1, 1_000_000))
            .byDefault("500")
            .kafka("max.poll.records", KafkaClient.CONSUMER)
            .doc("The most records of one poll.");

    /** {@code mq.consumer.max-poll-interval}. */
    public static final ConfigKey<Duration> CONSUMER_MAX_POLL_INTERVAL = ConfigKey.row(
                    "consumer", "max-poll-interval", ValueType.ofDuration("1s", "1d"))
            .byDefault("5m")
            .kafka("max.poll.interval.ms", KafkaClient.CONSUMER)
            .doc("How long a consumer may go without polling before its group gives its partitions away.");

    /** {@code mq.consumer.fetch-min-bytes}. */
    public static final ConfigKey<Long> CONSUMER_FETCH_MIN_BYTES = ConfigKey.row(
                    "consumer", "fetch-min-bytes", ValueType.ofBytes("0", "1GiB"))
            .byDefault("1")
            .kafka("fetch.min.bytes", KafkaClient.CONSUMER)
            .doc("The broker answers a fetch when so much is there, or fetch-max-wait is over.");

    /** {@code mq.consumer.fetch-max-bytes}. */
    public static final ConfigKey<Long> CONSUMER_FETCH_MAX_BYTES = ConfigKey.row(
                    "consumer", "fetch-max-bytes", ValueType.ofBytes("1KiB", "1GiB"))
            .byDefault("50MiB")
            .kafka("fetch.max.bytes", KafkaClient.CONSUMER)
            .doc("The most bytes of one fetch.");

    /** {@code mq.consumer.fetch-max-wait}. */
    public static final ConfigKey<Duration> CONSUMER_FETCH_MAX_WAIT = ConfigKey.row(
                    "consumer", "fetch-max-wait", ValueType.ofDuration("0ms", "5m"))
            .byDefault("500ms")
            .kafka("fetch.max.wait.ms", KafkaClient.CONSUMER)
            .doc("How long the broker waits for fetch-min-bytes.");

    /** {@code mq.consumer.isolation}. */
    public static final ConfigKey<Isolation> CONSUMER_ISOLATION = ConfigKey.row(
                    "consumer", "isolation", ValueType.ofWords(Isolation.class))
            .byDefault("read_uncommitted")
            .kafka("isolation.level", KafkaClient.CONSUMER)
            .doc("Whether records of open and aborted transactions are seen.");

    /** {@code mq.listener.topics}. */
    public static final ConfigKey<List<String>> LISTENER_TOPICS = ConfigKey.row(
                    "listener", "topics", ValueType.ofList("topic names separated by commas"))
            .computed("none; every listener needs one")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The topics of listeners that name none themselves.");

    /** {@code mq.listener.ordering}. */
    public static final ConfigKey<Ordering> LISTENER_ORDERING = ConfigKey.row(
                    "listener", "ordering", ValueType.ofWords(Ordering.class))
            .byDefault("partition")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("What comes one at a time and in order: the records of a partition, those of a key, or nothing.");

    /** {@code mq.listener.workers}. */
    public static final ConfigKey<Integer> LISTENER_WORKERS = ConfigKey.row(
                    "listener", "workers", ValueType.ofInt(1, 1000))
            .byDefault("1")
            .effect(Effect.HOT)
            .doc(
                    "How many records are handled at a time: of different partitions, with ordering key of different keys.");

    /** {@code mq.listener.virtual-threads}. */
    public static final ConfigKey<Boolean> LISTENER_VIRTUAL_THREADS = ConfigKey.row(
                    "listener", "virtual-threads", ValueType.ofBoolean())
            .byDefault("false")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc(
                    "Whether workers run on virtual threads: from Java 21 on, and not in a server, whose threads they are.");

    /** {@code mq.listener.consumers}. */
    public static final ConfigKey<Integer> LISTENER_CONSUMERS = ConfigKey.row(
                    "listener", "consumers", ValueType.ofInt(1, 64))
            .byDefault("1")
            .doc("How many Kafka consumers fetch for a listener in this process.");

    /** {@code mq.listener.max-in-flight}. */
    public static final ConfigKey<Integer> LISTENER_MAX_IN_FLIGHT = ConfigKey.row(
                    "listener", "max-in-flight", ValueType.ofInt(1, 10_000_000))
            .byDefault("10000")
            .effect(Effect.HOT)
            .doc("Unfinished records for each partition before that partition is paused.");

    /** {@code mq.listener.max-in-flight-per-key}. */
    public static final ConfigKey<Integer> LISTENER_MAX_IN_FLIGHT_PER_KEY = ConfigKey.row(
                    "listener", "max-in-flight-per-key", ValueType.ofInt(1, 10_000_000))
            .byDefault("1000")
            .effect(Effect.HOT)
            .doc(
                    "With ordering key: unfinished records of one key that do not count towards max-in-flight beyond this, so that a"
                            + " hot or failing key does not fill its partition's bound.");

    /** {@code mq.listener.max-span}. */
    public static final ConfigKey<Integer> LISTENER_MAX_SPAN = ConfigKey.row(
                    "listener", "max-span", ValueType.ofInt(1, 100_000_000))
            .byDefault("1000000")
            .effect(Effect.HOT)
            .doc("Records received behind the oldest unfinished one of a partition before that partition is paused.");

    /** {@code mq.listener.batch-max-records}. */
    public static final ConfigKey<Integer> LISTENER_BATCH_MAX_RECORDS = ConfigKey.row(
                    "listener", "batch-max-records", ValueType.ofInt(1, 1_000_000))
            .byDefault("500")
            .effect(Effect.HOT)
            .doc("The most records of one batch, for listeners of batches.");

    /** {@code mq.listener.batch-max-wait}. */
    public static final ConfigKey<Duration> LISTENER_BATCH_MAX_WAIT = ConfigKey.row(
                    "listener", "batch-max-wait", ValueType.ofDuration("0ms", "1h"))
            .byDefault("0ms")
            .effect(Effect.HOT)
            .doc("How long a batch waits for more records; 0ms: it takes what is there.");

    /** {@code mq.listener.handler-timeout}. */
    public static final ConfigKey<Duration> LISTENER_HANDLER_TIMEOUT = ConfigKey.row(
                    "listener", "handler-timeout", ValueType.ofDuration("0ms", "1d"))
            .byDefault("0ms")
            .effect(Effect.HOT)
            .doc(
                    "How long one call of the listener may take before its thread is interrupted and the attempt counts as failed;"
                            + " 0ms: no limit.");

    /** {@code mq.listener.ack-timeout}. */
    public static final ConfigKey<Duration> LISTENER_ACK_TIMEOUT = ConfigKey.row(
                    "listener", "ack-timeout", ValueType.ofDuration("1ms", "1d"))
            .byDefault("5m")
            .effect(Effect.HOT)
            .doc(
                    "With manual acknowledgement: how long after the listener returned a record may wait for it before the attempt"
                            + " counts as failed.");

    /** {@code mq.listener.drain-timeout}. */
    public static final ConfigKey<Duration> LISTENER_DRAIN_TIMEOUT = ConfigKey.row(
                    "listener", "drain-timeout", ValueType.ofDuration("0ms", "12h"))
            .byDefault("10s")
            .effect(Effect.HOT)
            .doc("How long started records may take to finish when a partition is given up; below half of"
                    + " max-poll-interval.");

    /** {@code mq.listener.close-timeout}. */
    public static final ConfigKey<Duration> LISTENER_CLOSE_TIMEOUT = ConfigKey.row(
                    "listener", "close-timeout", ValueType.ofDuration("0ms", "1d"))
            .byDefault("30s")
            .effect(Effect.HOT)
            .doc("How long closing a listener may take altogether.");

    /** {@code mq.listener.retry-attempts}. */
    public static final ConfigKey<Integer> LISTENER_RETRY_ATTEMPTS = ConfigKey.row(
                    "listener", "retry-attempts", ValueType.ofInt(0, 1_000_000))
            .byDefault("3")
            .effect(Effect.HOT)
            .doc(
                    "How often a record is delivered, the first time included, before the failure policy takes it; 0: again and again.");

    /** {@code mq.listener.retry-backoff}. */
    public static final ConfigKey<Duration> LISTENER_RETRY_BACKOFF = ConfigKey.row(
                    "listener", "retry-backoff", ValueType.ofDuration("0ms", "1d"))
            .byDefault("1s")
            .effect(Effect.HOT)
            .doc("The first pause before a failed record is tried again.");

    /** {@code mq.listener.retry-multiplier}. */
    public static final ConfigKey<Double> LISTENER_RETRY_MULTIPLIER = ConfigKey.row(
                    "listener", "retry-multiplier", ValueType.ofDouble(1, 100))
            .byDefault("2.0")
            .effect(Effect.HOT)
            .doc("By how much each pause is longer than the one before.");

    /** {@code mq.listener.retry-max-backoff}. */
    public static final ConfigKey<Duration> LISTENER_RETRY_MAX_BACKOFF = ConfigKey.row(
                    "listener", "retry-max-backoff", ValueType.ofDuration("0ms", "1d"))
            .byDefault("1m")
            .effect(Effect.HOT)
            .doc("The longest pause between two tries; not below retry-backoff.");

    /** {@code mq.listener.retry-jitter}. */
    public static final ConfigKey<Double> LISTENER_RETRY_JITTER = ConfigKey.row(
                    "listener", "retry-jitter", ValueType.ofDouble(0, 1))
            .byDefault("0.2")
            .effect(Effect.HOT)
            .doc("The random part of each pause.");

    /** {@code mq.listener.failure-policy}. */
    public static final ConfigKey<FailurePolicy> LISTENER_FAILURE_POLICY = ConfigKey.row(
                    "listener", "failure-policy", ValueType.ofWords(FailurePolicy.class))
            .byDefault("dead_letter")
            .effect(Effect.HOT)
            .notByJmx()
            .doc(
                    "What happens to a record that failed for good: it goes to the dead-letter topic, is skipped, or stops its partition.");

    /** {@code mq.listener.dead-letter-topic}. */
    public static final ConfigKey<String> LISTENER_DEAD_LETTER_TOPIC = ConfigKey.row(
                    "listener",
                    "dead-letter-topic",
                    ValueType.ofText(
                            "{topic}, {group}, letters, digits, dot, underscore, minus",
                            Pattern.compile("[a-zA-Z0-9._{}-]+")))
            .byDefault("{topic}.{group}.dlt")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("Where records go that failed for good; {topic} and {group} stand for theirs. The topic must exist.");

    /** {@code mq.listener.dead-letter-required}. */
    public static final ConfigKey<Boolean> LISTENER_DEAD_LETTER_REQUIRED = ConfigKey.row(
                    "listener", "dead-letter-required", ValueType.ofBoolean())
            .byDefault("false")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc(
                    "Whether a missing dead-letter topic keeps the listener from starting; otherwise it starts and is DEGRADED.");

    /** {@code mq.listener.stuck-timeout}. */
    public static final ConfigKey<Duration> LISTENER_STUCK_TIMEOUT = ConfigKey.row(
                    "listener", "stuck-timeout", ValueType.ofDuration("1s", "1d"))
            .byDefault("5m")
            .effect(Effect.HOT)
            .doc("How long one call of the listener takes before it is reported as stuck.");

    /** {@code mq.listener.stall-timeout}. */
    public static final ConfigKey<Duration> LISTENER_STALL_TIMEOUT = ConfigKey.row(
                    "listener", "stall-timeout", ValueType.ofDuration("1s", "1d"))
            .byDefault("5m")
            .effect(Effect.HOT)
            .doc("How long there may be lag without any record done before the listener is reported as stalled.");

    /** {@code mq.listener.event-type-header}. */
    public static final ConfigKey<String> LISTENER_EVENT_TYPE_HEADER = ConfigKey.row(
                    "listener", "event-type-header", ValueType.ofText("a header name", Pattern.compile("\\S+")))
            .byDefault("Event-Type")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The header that says which method of a listener takes a record, where methods name event types.");

    /** {@code mq.listener.unknown-event-type}. */
    public static final ConfigKey<UnknownEventType> LISTENER_UNKNOWN_EVENT_TYPE = ConfigKey.row(
                    "listener", "unknown-event-type", ValueType.ofWords(UnknownEventType.class))
            .byDefault("skip")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("What happens to a record whose event type no method takes: it is skipped and counted, or it fails.");

    /** {@code mq.listener.restart-attempts}. */
    public static final ConfigKey<Integer> LISTENER_RESTART_ATTEMPTS = ConfigKey.row(
                    "listener", "restart-attempts", ValueType.ofInt(0, 1_000_000))
            .byDefault("3")
            .effect(Effect.HOT)
            .doc(
                    "How often in a row a failed consumer is started again before the listener is FAILED; 0: again and again.");

    /** {@code mq.listener.restart-backoff}. */
    public static final ConfigKey<Duration> LISTENER_RESTART_BACKOFF = ConfigKey.row(
                    "listener", "restart-backoff", ValueType.ofDuration("1ms", "1d"))
            .byDefault("1s")
            .effect(Effect.HOT)
            .doc("The first pause before a failed consumer is started again.");

    /** {@code mq.listener.restart-max-backoff}. */
    public static final ConfigKey<Duration> LISTENER_RESTART_MAX_BACKOFF = ConfigKey.row(
                    "listener", "restart-max-backoff", ValueType.ofDuration("1ms", "1d"))
            .byDefault("30s")
            .effect(Effect.HOT)
            .doc("The longest such pause; not below restart-backoff.");

    /** {@code mq.server.work-threads}. */
    public static final ConfigKey<Integer> SERVER_WORK_THREADS = ConfigKey.row(
                    "server", "work-threads", ValueType.ofInt(1, 10_000))
            .byDefault("32")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("How many threads of a server's work manager all listeners of a resource adapter use at most; those"
                    + " of WildFly's default work manager are 50, for all resource adapters together.");

    private static final List<ConfigKey<?>> ALL = List.of(
            INSTANCE_ID,
            CLIENT_BROKERS,
            CLIENT_CLIENT_ID,
            CONNECTION_DIAL_TIMEOUT,
            PRODUCER_COMPRESSION,
            PRODUCER_BATCH_SIZE,
            PRODUCER_LINGER,
            PRODUCER_MAX_MESSAGE_BYTES,
            PRODUCER_ACKS,
            PRODUCER_REQUEST_TIMEOUT,
            PRODUCER_DELIVERY_TIMEOUT,
            PRODUCER_MAX_BLOCK,
            PRODUCER_BUFFER,
            PRODUCER_IDEMPOTENCE,
            PRODUCER_MAX_IN_FLIGHT,
            POOL_STRIPES,
            POOL_MAX_CONNECTIONS,
            POOL_BORROW_TIMEOUT,
            POOL_DRAIN_TIMEOUT,
            POOL_HEALTH_CHECK_INTERVAL,
            CONSUMER_GROUP_ID,
            CONSUMER_AUTO_OFFSET_RESET,
            CONSUMER_AUTO_COMMIT,
            CONSUMER_AUTO_COMMIT_INTERVAL,
            CONSUMER_AUTO_COMMIT_RECORDS,
            CONSUMER_PROTOCOL,
            CONSUMER_STATIC_MEMBERSHIP,
            CONSUMER_SESSION_TIMEOUT,
            CONSUMER_HEARTBEAT_INTERVAL,
            CONSUMER_MAX_POLL_RECORDS,
            CONSUMER_MAX_POLL_INTERVAL,
            CONSUMER_FETCH_MIN_BYTES,
            CONSUMER_FETCH_MAX_BYTES,
            CONSUMER_FETCH_MAX_WAIT,
            CONSUMER_ISOLATION,
            LISTENER_TOPICS,
            LISTENER_ORDERING,
            LISTENER_WORKERS,
            LISTENER_VIRTUAL_THREADS,
            LISTENER_CONSUMERS,
            LISTENER_MAX_IN_FLIGHT,
            LISTENER_MAX_IN_FLIGHT_PER_KEY,
            LISTENER_MAX_SPAN,
            LISTENER_BATCH_MAX_RECORDS,
            LISTENER_BATCH_MAX_WAIT,
            LISTENER_HANDLER_TIMEOUT,
            LISTENER_ACK_TIMEOUT,
            LISTENER_DRAIN_TIMEOUT,
            LISTENER_CLOSE_TIMEOUT,
            LISTENER_RETRY_ATTEMPTS,
            LISTENER_RETRY_BACKOFF,
            LISTENER_RETRY_MULTIPLIER,
            LISTENER_RETRY_MAX_BACKOFF,
            LISTENER_RETRY_JITTER,
            LISTENER_FAILURE_POLICY,
            LISTENER_DEAD_LETTER_TOPIC,
            LISTENER_DEAD_LETTER_REQUIRED,
            LISTENER_STUCK_TIMEOUT,
            LISTENER_STALL_TIMEOUT,
            LISTENER_EVENT_TYPE_HEADER,
            LISTENER_UNKNOWN_EVENT_TYPE,
            LISTENER_RESTART_ATTEMPTS,
            LISTENER_RESTART_BACKOFF,
            LISTENER_RESTART_MAX_BACKOFF,
            SERVER_WORK_THREADS);

    private ConfigKeys() {}

    /** Every key, group by group; unmodifiable. */
    public static List<ConfigKey<?>> all() {
        return ALL;
    }

    /** Whether a listener may have this key of its own, as {@code mq.listeners."<name>".<short name>}. */
    static boolean isOfListener(ConfigKey<?> key) {
        return key.group().equals("consumer") || key.group().equals("listener");
    }
}
