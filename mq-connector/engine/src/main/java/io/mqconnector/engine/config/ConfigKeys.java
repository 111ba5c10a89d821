// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
            .computed("the server's name or the host's, then -1")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The name of this instance: stable over restarts, different for each process; used in client ids,"
                    + " transactional ids and JMX names. By default the node name of WildFly, on Payara and GlassFish"
                    + " host and instance, else the host, followed by -1.");

    /** {@code mq.profile}. */
    public static final ConfigKey<Profile> PROFILE = ConfigKey.row(
                    "", "profile", ValueType.ofWords(Profile.class, Profile::word))
            .byDefault("none")
            .effect(Effect.HOT)
            .notByJmx()
            .doc(
                    "A set of values for a purpose, weaker than anything that is set; see Profiles above. What changes with"
                            + " it takes effect as each of its keys does.");

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
            .effect(Effect.RESTART)
            .doc("The prefix of the client ids that brokers see in quotas and logs; the role of each client is added.");

    /** {@code mq.client.source}. */
    public static final ConfigKey<String> CLIENT_SOURCE = ConfigKey.row(
                    "client", "source", ValueType.ofOptionalText("any text"))
            .byDefault("", "none")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("Who sends: goes out with every message as header X-Source, unless the message brings one.");

    /** {@code mq.connection.dial-timeout}. */
    public static final ConfigKey<Duration> CONNECTION_DIAL_TIMEOUT = ConfigKey.row(
                    "connection", "dial-timeout", ValueType.ofDuration("100ms", "10m"))
            .byDefault("10s")
            .kafka("socket.connection.setup.timeout.ms", KafkaClient.PRODUCER, KafkaClient.CONSUMER, KafkaClient.ADMIN)
            .doc("How long a connection to a broker may take to be set up; socket.connection.setup.timeout.max.ms"
                    + " is never lower.");

    /** {@code mq.connection.read-timeout}. */
    public static final ConfigKey<Duration> CONNECTION_READ_TIMEOUT = ConfigKey.row(
                    "connection", "read-timeout", ValueType.ofDuration("1ms", "1h"))
            .byDefault("30s")
            .doc("How long a broker may take to answer; Kafka has one time-out for this and write-timeout,"
                    + " request.timeout.ms, which is the longer of the two, or the one that is set.");

    /** {@code mq.connection.write-timeout}. */
    public static final ConfigKey<Duration> CONNECTION_WRITE_TIMEOUT = ConfigKey.row(
                    "connection", "write-timeout", ValueType.ofDuration("1ms", "1h"))
            .byDefault("30s")
            .doc("How long a broker may take to accept a request, see read-timeout.");

    /** {@code mq.connection.max-retries}. */
    public static final ConfigKey<Integer> CONNECTION_MAX_RETRIES = ConfigKey.row(
                    "connection", "max-retries", ValueType.ofInt(0, Integer.MAX_VALUE))
            .byDefault("2147483647", "no bound but delivery-timeout")
            .kafka("retries", KafkaClient.PRODUCER)
            .doc(
                    "How often a request of a producer is sent again; idempotence needs at least 1. A low number makes a send"
                            + " fail in trouble that would have passed.");

    /** {@code mq.connection.retry-backoff}. */
    public static final ConfigKey<Duration> CONNECTION_RETRY_BACKOFF = ConfigKey.row(
                    "connection", "retry-backoff", ValueType.ofDuration("0ms", "1h"))
            .byDefault("100ms")
            .kafka("retry.backoff.ms", KafkaClient.PRODUCER, KafkaClient.CONSUMER, KafkaClient.ADMIN)
            .doc("The first pause before a request is sent again; later ones are longer.");

    /** {@code mq.connection.retry-max-backoff}. */
    public static final ConfigKey<Duration> CONNECTION_RETRY_MAX_BACKOFF = ConfigKey.row(
                    "connection", "retry-max-backoff", ValueType.ofDuration("0ms", "1h"))
            .byDefault("1s")
            .kafka("retry.backoff.max.ms", KafkaClient.PRODUCER, KafkaClient.CONSUMER, KafkaClient.ADMIN)
            .doc("The longest such pause; not below retry-backoff.");

    /** {@code mq.connection.metadata-max-age}. */
    public static final ConfigKey<Duration> CONNECTION_METADATA_MAX_AGE = ConfigKey.row(
                    "connection", "metadata-max-age", ValueType.ofDuration("100ms", "1d"))
            .byDefault("5m")
            .kafka("metadata.max.age.ms", KafkaClient.PRODUCER, KafkaClient.CONSUMER, KafkaClient.ADMIN)
            .doc("How old what a client knows of topics and partitions may become: how soon a consumer finds topics and"
                    + " partitions that are new.");

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
            .notByJmx()
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

    /** {@code mq.producer.max-batch-count}. */
    public static final ConfigKey<Integer> PRODUCER_MAX_BATCH_COUNT = ConfigKey.row(
                    "producer", "max-batch-count", ValueType.ofInt(1, 1_000_000))
            .byDefault("10000")
            .effect(Effect.HOT)
            .doc(
                    "The most messages that a synchronous batch send hands over before it waits for their outcomes and goes on.");

    /** {@code mq.producer.max-batch-size}. */
    public static final ConfigKey<Long> PRODUCER_MAX_BATCH_SIZE = ConfigKey.row(
                    "producer", "max-batch-size", ValueType.ofBytes("1", "1GiB"))
            .byDefault("8MiB")
            .effect(Effect.HOT)
            .doc(
                    "The most bytes that a synchronous batch send hands over before it waits; below buffer, or the buffer bounds"
                            + " it.");

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

    /** {@code mq.producer.jta}. */
    public static final ConfigKey<JtaMode> PRODUCER_JTA = ConfigKey.row(
                    "producer", "jta", ValueType.ofWords(JtaMode.class, JtaMode::word))
            .byDefault("none")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("What a JTA transaction around a send means for it: nothing; held in memory and sent after the commit;"
                    + " part of it, by the server, for connections of an MqConnectionFactory; a row in mq.outbox.table,"
                    + " sent after the commit by a relay. See transactions-jta.md.");

    /** {@code mq.producer.jta-max-messages}. */
    public static final ConfigKey<Integer> PRODUCER_JTA_MAX_MESSAGES = ConfigKey.row(
                    "producer", "jta-max-messages", ValueType.ofInt(1, 10_000_000))
            .byDefault("10000")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The messages that are held for one transaction with jta after-commit; the next send fails.");

    /** {@code mq.producer.jta-max-bytes}. */
    public static final ConfigKey<Long> PRODUCER_JTA_MAX_BYTES = ConfigKey.row(
                    "producer", "jta-max-bytes", ValueType.ofBytes("1KiB", "64GiB"))
            .byDefault("16MiB")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The bytes that are held for one transaction with jta after-commit; the send that would exceed them"
                    + " fails.");

    /** {@code mq.outbox.data-source}. */
    public static final ConfigKey<String> OUTBOX_DATA_SOURCE = ConfigKey.row(
                    "outbox", "data-source", ValueType.ofText("a JNDI name", Pattern.compile("\\S+")))
            .computed("none; jta outbox needs one")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The global JNDI name of the application's data source, with jta outbox; it must take part in JTA"
                    + " transactions.");

    /** {@code mq.outbox.table}. */
    public static final ConfigKey<String> OUTBOX_TABLE = ConfigKey.row(
                    "outbox",
                    "table",
                    ValueType.ofText(
                            "a name, or schema.name, of letters, digits and underscores",
                            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*")))
            .byDefault("mq_outbox")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The table of messages; <table>_relay is locked by the relay that is at work. See transactions-jta.md"
                    + " for both.");

    /** {@code mq.outbox.relay}. */
    public static final ConfigKey<Boolean> OUTBOX_RELAY = ConfigKey.row("outbox", "relay", ValueType.ofBoolean())
            .byDefault("true")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc(
                    "Whether this process relays; of those that do, one is at work at a time. Without any, messages stay in"
                            + " the table.");

    /** {@code mq.outbox.poll-interval}. */
    public static final ConfigKey<Duration> OUTBOX_POLL_INTERVAL = ConfigKey.row(
                    "outbox", "poll-interval", ValueType.ofDuration("10ms", "1h"))
            .byDefault("500ms")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("How often the relay looks for messages that other processes have written; those of its own process it"
                    + " sees at once.");

    /** {@code mq.outbox.batch-size}. */
    public static final ConfigKey<Integer> OUTBOX_BATCH_SIZE = ConfigKey.row(
                    "outbox", "batch-size", ValueType.ofInt(1, 10_000))
            .byDefault("500")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The messages that the relay reads, sends and deletes in one database transaction.");

    /** {@code mq.outbox.retry-interval}. */
    public static final ConfigKey<Duration> OUTBOX_RETRY_INTERVAL = ConfigKey.row(
                    "outbox", "retry-interval", ValueType.ofDuration("100ms", "1d"))
            .byDefault("30s")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc(
                    "How long a message that cannot be sent, being too large or of a topic that is missing, waits until it is"
                            + " tried again; later ones of its key wait behind it.");

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

    /** {@code mq.pool.min-idle}. */
    public static final ConfigKey<Integer> POOL_MIN_IDLE = ConfigKey.row("pool", "min-idle", ValueType.ofInt(0, 1000))
            .byDefault("0")
            .effect(Effect.HOT)
            .doc("Transactional producers that are kept ready.");

    /** {@code mq.pool.max-idle}. */
    public static final ConfigKey<Integer> POOL_MAX_IDLE = ConfigKey.row("pool", "max-idle", ValueType.ofInt(0, 1000))
            .byDefault("2")
            .effect(Effect.HOT)
            .doc("The most idle producers of each kind, plain and transactional; others are closed when given back."
                    + " Transactional ones at least min-idle.");

    /** {@code mq.pool.max-idle-time}. */
    public static final ConfigKey<Duration> POOL_MAX_IDLE_TIME = ConfigKey.row(
                    "pool", "max-idle-time", ValueType.ofDuration("1s", "1d"))
            .byDefault("10m")
            .effect(Effect.HOT)
            .doc("How long a producer may be idle before it is closed, looked at every health-check-interval.");

    /** {@code mq.pool.leak-detection-threshold}. */
    public static final ConfigKey<Duration> POOL_LEAK_DETECTION_THRESHOLD = ConfigKey.row(
                    "pool", "leak-detection-threshold", ValueType.ofDuration("0ms", "1d"))
            .byDefault("0ms")
            .effect(Effect.HOT)
            .doc("How long a borrowed producer or a transaction may be kept before that is reported with the stack of"
                    + " who borrowed it; 0 never, and costs nothing.");

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

    /** {@code mq.pool.max-lifetime}. */
    public static final ConfigKey<Duration> POOL_MAX_LIFETIME = ConfigKey.row(
                    "pool", "max-lifetime", ValueType.ofDuration("0ms", "30d"))
            .byDefault("1h")
            .effect(Effect.HOT)
            .doc("How long a producer is used at most before another takes its place, less up to a quarter by chance;"
                    + " 0ms: for ever. Not while the cluster does not answer.");

    /** {@code mq.retry.enabled}. */
    public static final ConfigKey<Boolean> RETRY_ENABLED = ConfigKey.row("retry", "enabled", ValueType.ofBoolean())
            .byDefault("false")
            .effect(Effect.HOT)
            .doc(
                    "Whether a send that failed as NOT_WRITTEN is tried again, later messages of its stripe waiting behind it;"
                            + " only where the order of its key holds. All within max-block + delivery-timeout.");

    /** {@code mq.retry.attempts}. */
    public static final ConfigKey<Integer> RETRY_ATTEMPTS = ConfigKey.row(
                    "retry", "attempts", ValueType.ofInt(1, 1_000))
            .byDefault("3")
            .effect(Effect.HOT)
            .doc("How often a message is sent, the first time included.");

    /** {@code mq.retry.backoff}. */
    public static final ConfigKey<Duration> RETRY_BACKOFF = ConfigKey.row(
                    "retry", "backoff", ValueType.ofDuration("1ms", "1h"))
            .byDefault("100ms")
            .effect(Effect.HOT)
            .doc("The first pause before a failed message is sent again.");

    /** {@code mq.retry.multiplier}. */
    public static final ConfigKey<Double> RETRY_MULTIPLIER = ConfigKey.row(
                    "retry", "multiplier", ValueType.ofDouble(1, 100))
            .byDefault("2.0")
            .effect(Effect.HOT)
            .doc("By how much each pause is longer than the one before.");

    /** {@code mq.retry.max-backoff}. */
    public static final ConfigKey<Duration> RETRY_MAX_BACKOFF = ConfigKey.row(
                    "retry", "max-backoff", ValueType.ofDuration("1ms", "1h"))
            .byDefault("10s")
            .effect(Effect.HOT)
            .doc("The longest pause between two tries; not below backoff.");

    /** {@code mq.retry.jitter}. */
    public static final ConfigKey<Double> RETRY_JITTER = ConfigKey.row("retry", "jitter", ValueType.ofDouble(0, 1))
            .byDefault("0.2")
            .effect(Effect.HOT)
            .doc("The random part of each pause.");

    /** {@code mq.retry.unknown}. */
    public static final ConfigKey<Boolean> RETRY_UNKNOWN = ConfigKey.row("retry", "unknown", ValueType.ofBoolean())
            .byDefault("false")
            .effect(Effect.HOT)
            .notByJmx()
            .doc("Whether what failed as UNKNOWN is sent again as well: it may then appear twice.");

    /** {@code mq.breaker.enabled}. */
    public static final ConfigKey<Boolean> BREAKER_ENABLED = ConfigKey.row("breaker", "enabled", ValueType.ofBoolean())
            .byDefault("false")
            .effect(Effect.HOT)
            .doc("Whether sends fail at once (CIRCUIT_OPEN) while the cluster is in trouble.");

    /** {@code mq.breaker.failure-threshold}. */
    public static final ConfigKey<Integer> BREAKER_FAILURE_THRESHOLD = ConfigKey.row(
                    "breaker", "failure-threshold", ValueType.ofInt(1, 1_000_000))
            .byDefault("5")
            .effect(Effect.HOT)
            .doc("After how many failures of the cluster in a row the breaker opens.");

    /** {@code mq.breaker.open-duration}. */
    public static final ConfigKey<Duration> BREAKER_OPEN_DURATION = ConfigKey.row(
                    "breaker", "open-duration", ValueType.ofDuration("1ms", "1d"))
            .byDefault("30s")
            .effect(Effect.HOT)
            .doc("How long it stays open before it lets trials through.");

    /** {@code mq.breaker.trial-count}. */
    public static final ConfigKey<Integer> BREAKER_TRIAL_COUNT = ConfigKey.row(
                    "breaker", "trial-count", ValueType.ofInt(1, 1_000))
            .byDefault("1")
            .effect(Effect.HOT)
            .doc("How many sends are let through as trials, all of which must succeed for it to close.");

    /** {@code mq.transaction.timeout}. */
    public static final ConfigKey<Duration> TRANSACTION_TIMEOUT = ConfigKey.row(
                    "transaction", "timeout", ValueType.ofDuration("1s", "1d"))
            .byDefault("60s")
            .kafka("transaction.timeout.ms", KafkaClient.PRODUCER)
            .doc("How long a local transaction may take before it is aborted, and how long its commit may wait; at most"
                    + " the brokers' transaction.max.timeout.ms (15m unless set).");

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

    /** {@code mq.consumer.fetch-max-partition-bytes}. */
    public static final ConfigKey<Long> CONSUMER_FETCH_MAX_PARTITION_BYTES = ConfigKey.row(
                    "consumer", "fetch-max-partition-bytes", ValueType.ofBytes("1KiB", "1GiB"))
            .byDefault("1MiB")
            .kafka("max.partition.fetch.bytes", KafkaClient.CONSUMER)
            .doc("The most bytes of one partition in a fetch; a larger batch comes all the same, alone.");

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
            .notByJmx()
            .doc("Whether records of open and aborted transactions are seen.");

    /** {@code mq.consumer.rack}. */
    public static final ConfigKey<String> CONSUMER_RACK = ConfigKey.row(
                    "consumer", "rack", ValueType.ofOptionalText("any text"))
            .byDefault("", "none")
            .kafka("client.rack", KafkaClient.CONSUMER)
            .notByJmx()
            .doc("Where this process runs, as the brokers name it in broker.rack: records come from the replica that is"
                    + " nearest, where brokers allow that.");

    /** {@code mq.listener.connection}. */
    public static final ConfigKey<String> LISTENER_CONNECTION = ConfigKey.row(
                    "listener", "connection", ValueType.ofOptionalText("the name of a connection, or default"))
            .byDefault("default")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("The connection that a listener's records come from and its dead letters go to.");

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

    /** {@code mq.listener.transactional}. */
    public static final ConfigKey<Boolean> LISTENER_TRANSACTIONAL = ConfigKey.row(
                    "listener", "transactional", ValueType.ofBoolean())
            .byDefault("false")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc(
                    "Whether what a listener sends by its MqContext and that its records are done is one Kafka transaction,"
                            + " for up to batch-max-records records: exactly once. Only with ordering partition and auto-commit."
                            + " Each worker needs a producer of the pool.");

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

    /** {@code mq.config.location}. */
    public static final ConfigKey<String> CONFIG_LOCATION = ConfigKey.row(
                    "config", "location", ValueType.ofOptionalText("a file or a directory"))
            .byDefault("", "none")
            .effect(Effect.RESTART)
            .notByJmx()
            .doc("A properties file, or a directory with a file for each key (a mounted ConfigMap or Secret of"
                    + " Kubernetes), asked before all other configuration and read again when it changes.");

    /** {@code mq.config.poll-interval}. */
    public static final ConfigKey<Duration> CONFIG_POLL_INTERVAL = ConfigKey.row(
                    "config", "poll-interval", ValueType.ofDuration("100ms", "1d"))
            .byDefault("1s")
            .effect(Effect.HOT)
            .doc("How often configuration is read again to see whether it has changed.");

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
            PROFILE,
            CLIENT_BROKERS,
            CLIENT_CLIENT_ID,
            CLIENT_SOURCE,
            SecurityKeys.CLIENT_SECURITY_PROTOCOL,
            SecurityKeys.CLIENT_SASL_MECHANISM,
            SecurityKeys.CLIENT_SASL_USERNAME,
            SecurityKeys.CLIENT_SASL_PASSWORD,
            SecurityKeys.CLIENT_OAUTH_ENDPOINT,
            SecurityKeys.CLIENT_OAUTH_CLIENT_ID,
            SecurityKeys.CLIENT_OAUTH_CLIENT_SECRET,
            SecurityKeys.CLIENT_OAUTH_SCOPE,
            SecurityKeys.CLIENT_SSL_TRUSTSTORE_LOCATION,
            SecurityKeys.CLIENT_SSL_TRUSTSTORE_PASSWORD,
            SecurityKeys.CLIENT_SSL_TRUSTSTORE_TYPE,
            SecurityKeys.CLIENT_SSL_TRUSTSTORE_CERTIFICATES,
            SecurityKeys.CLIENT_SSL_KEYSTORE_LOCATION,
            SecurityKeys.CLIENT_SSL_KEYSTORE_PASSWORD,
            SecurityKeys.CLIENT_SSL_KEYSTORE_TYPE,
            SecurityKeys.CLIENT_SSL_KEY_PASSWORD,
            SecurityKeys.CLIENT_SSL_KEYSTORE_KEY,
            SecurityKeys.CLIENT_SSL_KEYSTORE_CERTIFICATE_CHAIN,
            SecurityKeys.CLIENT_SSL_ENDPOINT_IDENTIFICATION,
            CONNECTION_DIAL_TIMEOUT,
            CONNECTION_READ_TIMEOUT,
            CONNECTION_WRITE_TIMEOUT,
            CONNECTION_MAX_RETRIES,
            CONNECTION_RETRY_BACKOFF,
            CONNECTION_RETRY_MAX_BACKOFF,
            CONNECTION_METADATA_MAX_AGE,
            PRODUCER_COMPRESSION,
            PRODUCER_BATCH_SIZE,
            PRODUCER_LINGER,
            PRODUCER_MAX_MESSAGE_BYTES,
            PRODUCER_ACKS,
            PRODUCER_REQUEST_TIMEOUT,
            PRODUCER_DELIVERY_TIMEOUT,
            PRODUCER_MAX_BLOCK,
            PRODUCER_BUFFER,
            PRODUCER_MAX_BATCH_COUNT,
            PRODUCER_MAX_BATCH_SIZE,
            PRODUCER_IDEMPOTENCE,
            PRODUCER_MAX_IN_FLIGHT,
            PRODUCER_JTA,
            PRODUCER_JTA_MAX_MESSAGES,
            PRODUCER_JTA_MAX_BYTES,
            OUTBOX_DATA_SOURCE,
            OUTBOX_TABLE,
            OUTBOX_RELAY,
            OUTBOX_POLL_INTERVAL,
            OUTBOX_BATCH_SIZE,
            OUTBOX_RETRY_INTERVAL,
            POOL_STRIPES,
            POOL_MAX_CONNECTIONS,
            POOL_MIN_IDLE,
            POOL_MAX_IDLE,
            POOL_MAX_IDLE_TIME,
            POOL_LEAK_DETECTION_THRESHOLD,
            POOL_BORROW_TIMEOUT,
            POOL_DRAIN_TIMEOUT,
            POOL_HEALTH_CHECK_INTERVAL,
            POOL_MAX_LIFETIME,
            RETRY_ENABLED,
            RETRY_ATTEMPTS,
            RETRY_BACKOFF,
            RETRY_MULTIPLIER,
            RETRY_MAX_BACKOFF,
            RETRY_JITTER,
            RETRY_UNKNOWN,
            BREAKER_ENABLED,
            BREAKER_FAILURE_THRESHOLD,
            BREAKER_OPEN_DURATION,
            BREAKER_TRIAL_COUNT,
            TRANSACTION_TIMEOUT,
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
            CONSUMER_FETCH_MAX_PARTITION_BYTES,
            CONSUMER_FETCH_MAX_WAIT,
            CONSUMER_ISOLATION,
            CONSUMER_RACK,
            LISTENER_CONNECTION,
            LISTENER_TOPICS,
            LISTENER_ORDERING,
            LISTENER_TRANSACTIONAL,
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
            CONFIG_LOCATION,
            CONFIG_POLL_INTERVAL,
            MonitoringKeys.METRICS_MAX_TOPICS,
            MonitoringKeys.METRICS_REGISTRY,
            MonitoringKeys.MONITORING_INTERVAL,
            MonitoringKeys.MONITORING_ALERT_INTERVALS,
            MonitoringKeys.MONITORING_LATENCY_THRESHOLD,
            MonitoringKeys.MONITORING_THROUGHPUT_THRESHOLD,
            MonitoringKeys.MONITORING_ERROR_RATE_THRESHOLD,
            MonitoringKeys.MONITORING_LAG_THRESHOLD,
            MonitoringKeys.MONITORING_HEAP_THRESHOLD,
            MonitoringKeys.MONITORING_GROUPS,
            MonitoringKeys.MONITORING_WEBHOOK,
            MonitoringKeys.MONITORING_NOTIFY_TIMEOUT,
            SERVER_WORK_THREADS);

    private static final Map<String, ConfigKey<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ConfigKey::name, key -> key));
    private static final Map<String, ConfigKey<?>> OF_LISTENERS = ALL.stream()
            .filter(ConfigKeys::isOfListener)
            .collect(Collectors.toUnmodifiableMap(ConfigKey::shortName, key -> key));

    private ConfigKeys() {}

    /** The row of a plain key, {@code mq.producer.linger}, or null. */
    static @Nullable ConfigKey<?> find(String name) {
        return BY_NAME.get(name);
    }

    /** The row of a listener's key, {@code workers}, or null. */
    static @Nullable ConfigKey<?> findOfListener(String shortName) {
        return OF_LISTENERS.get(shortName);
    }

    /** Every key, group by group; unmodifiable. */
    public static List<ConfigKey<?>> all() {
        return ALL;
    }

    /** What every client of a connector has, its consumers too. */
    static List<ConfigKey<?>> ofEveryClient() {
        return ALL.stream()
                .filter(key -> key.group().equals("client") || key.group().equals("connection"))
                .toList();
    }

    /** Whether a listener may have this key of its own, as {@code mq.listeners."<name>".<short name>}. */
    static boolean isOfListener(ConfigKey<?> key) {
        return key.group().equals("consumer") || key.group().equals("listener");
    }
}
