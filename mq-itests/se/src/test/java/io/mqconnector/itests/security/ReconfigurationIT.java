// SPDX-License-Identifier: MIT
package io.mqconnector.itests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.broker.Certificate;
import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.itests.OnlyInCi;
import io.mqconnector.itests.sending.Producers;
import io.mqconnector.output.TestSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of keys that changes while a connector goes by it. */
@OnlyInCi
@Timeout(300)
class ReconfigurationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static EmbeddedBroker other;

    private final Path file = directory.resolve(UUID.randomUUID() + ".properties");
    private final Properties settings = new Properties();

    @BeforeAll
    static void start() {
        broker = SecureBrokers.sasl(
                        SecurityProtocol.SASL_PLAINTEXT, Certificate.create(directory, "unused", "ip:127.0.0.1"))
                .start();
        other = EmbeddedBroker.builder().start();
        for (var user : List.of(SecureBrokers.USER, SecureBrokers.OTHER_USER)) {
            SecureBrokers.addUser(broker.admin(), user, SecureBrokers.PASSWORD);
        }
    }

    @AfterAll
    static void close() {
        broker.close();
        other.close();
    }

    ReconfigurationIT() {
        change(Map.of(
                "mq.client.brokers", broker.bootstrapServers(),
                "mq.client.security-protocol", "SASL_PLAINTEXT",
                "mq.client.sasl-mechanism", "SCRAM-SHA-512",
                "mq.client.sasl-username", SecureBrokers.USER,
                "mq.client.sasl-password", SecureBrokers.PASSWORD,
                "mq.pool.stripes", "2",
                "mq.config.poll-interval", "200ms"));
    }

    /** Whole or not at all. */
    private void change(Map<String, String> changes) {
        settings.putAll(changes);
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (var out = Files.newBufferedWriter(fresh)) {
                settings.store(out, null);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Mq connector() {
        return Mq.create(MqConfig.builder()
                .instanceId("changed-" + UUID.randomUUID())
                .set("mq.config.location", file.toString())
                .build());
    }

    private static long count(KafkaLog log, String id) {
        return log.lines().stream().filter(line -> line.startsWith(id + " ")).count();
    }

    private static void awaitLine(KafkaLog log, String id, String... parts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.lines())
                        .anySatisfy(
                                line -> assertThat(line).startsWith(id + " ").contains(parts)));
    }

    /** One key, so that everything has one order; the last part shows by a topic of bob's that he is who sends. */
    @Test
    void takesChangesUpUnderLoadAndLosesRepeatsAndReordersNothing() throws InterruptedException {
        var topic = broker.uniqueTopic("changed", 2);
        var ofBob = broker.uniqueTopic("of-bob", 1);
        SecureBrokers.allow(broker.admin(), SecureBrokers.OTHER_USER, AclOperation.ALL, ResourceType.TOPIC, ofBob);
        var received = new CopyOnWriteArrayList<String>();
        try (var log = KafkaLog.open();
                var mq = connector();
                var consumer = mq.consumer("changed." + UUID.randomUUID())
                        .name("watched")
                        .topics(topic)
                        .set("auto-offset-reset", "earliest")
                        .set("failure-policy", "skip")
                        .start((message, metadata) -> received.add(String.valueOf(message.text())));
                var load = new Load(mq.producer(), topic)) {
            load.awaitMore();

            change(Map.of(
                    "mq.producer.linger", "1ms",
                    "mq.pool.stripes", "3",
                    "mq.pool.max-connections", "9",
                    "mq.consumer.fetch-max-wait", "100ms",
                    "mq.listeners.\"watched\".workers", "2"));
            awaitLine(
                    log,
                    "MQ1110",
                    "mq.producer.linger '5ms' -> '1ms' (ROLLED)",
                    "mq.pool.stripes '2' -> '3'",
                    "mq.pool.max-connections '20' -> '9' (HOT)",
                    "mq.listeners.\"watched\".fetch-max-wait '500ms' -> '100ms' (ROLLED)",
                    "mq.listeners.\"watched\".workers '1' -> '2' (HOT)");
            load.awaitMore();
            assertThat(mq.pool().stats().maxCount()).isEqualTo(9);

            change(Map.of(
                    "mq.client.sasl-username",
                    SecureBrokers.OTHER_USER,
                    "mq.client.sasl-password",
                    SecureBrokers.WRONG));
            awaitLine(log, "MQ1111", "mq.client.sasl-password");
            load.awaitMore();
            assertThat(count(log, "MQ1110")).isEqualTo(1);

            // of both users
            change(Map.of("mq.client.sasl-password", SecureBrokers.PASSWORD));
            awaitLine(log, "MQ1110", "mq.client.sasl-username 'alice' -> 'bob' (ROLLED)");
            assertThat(mq.producer().send(ofBob, "k", "v").offset()).isZero();
            load.awaitMore();
            var sent = load.stop();

            assertThat(load.failures()).isEmpty();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).hasSizeGreaterThanOrEqualTo(sent.size()));
            assertThat(received).isEqualTo(sent);
            // its consumers are renewed in the background
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING));
            assertThat(broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()))
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(sent);
            assertThat(count(log, "MQ1111")).as("said once").isEqualTo(1);
            assertThat(log.lines()).noneMatch(line -> line.contains(TestSecrets.MARKER));
        }
    }

    @Test
    void changesAllConnectionsOrNone() {
        change(Map.of(
                "mq.connections.\"plain\".client.brokers", other.bootstrapServers(),
                "mq.connections.\"plain\".client.security-protocol", "PLAINTEXT",
                "mq.connections.\"plain\".producer.max-block", "5s"));
        var topic = broker.uniqueTopic("default", 1);
        var elsewhere = other.uniqueTopic("plain", 1);
        var received = new CopyOnWriteArrayList<String>();
        try (var log = KafkaLog.open();
                var mq = connector();
                var consumer = mq.consumer("plain." + UUID.randomUUID())
                        .connection("plain")
                        .topics(elsewhere)
                        .set("auto-offset-reset", "earliest")
                        .set("failure-policy", "skip")
                        .start((message, metadata) -> received.add(String.valueOf(message.text())))) {
            mq.producer("plain").send(elsewhere, "k", "a");
            mq.producer().send(topic, "k", "b");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly("a"));

            change(Map.of(
                    "mq.pool.max-connections", "9",
                    "mq.connections.\"plain\".client.brokers", "127.0.0.1:1"));
            awaitLine(log, "MQ1111", "connection 'plain'");

            assertThat(mq.pool().stats().maxCount()).isEqualTo(20);
            assertThat(mq.pool("plain").stats().maxCount()).isEqualTo(20);
            mq.producer("plain").send(elsewhere, "k", "c");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly("a", "c"));
            change(Map.of("mq.connections.\"plain\".client.brokers", other.bootstrapServers()));
            awaitLine(log, "MQ1110", "mq.pool.max-connections '20' -> '9' (HOT)");
            assertThat(mq.pool("plain").stats().maxCount()).isEqualTo(9);
            assertThat(consumer.state()).isEqualTo(MqConsumer.State.RUNNING);
            assertThatThrownBy(() -> mq.producer("plane"))
                    .isInstanceOf(MqConfigException.class)
                    .hasMessageContaining("there are default, plain");
        }
    }

    /** Of the first nothing may be left when the second one fails, although all of it worked. */
    @Test
    void rollsBothOfTwoNamedConnectionsBackWhenTheSecondFails() {
        change(Map.of(
                "mq.connections.\"one\".producer.linger", "3ms",
                "mq.connections.\"two\".client.brokers", other.bootstrapServers(),
                "mq.connections.\"two\".client.security-protocol", "PLAINTEXT",
                "mq.connections.\"two\".producer.linger", "4ms",
                "mq.connections.\"two\".producer.max-block", "5s"));
        var topics = Map.of("one", broker.uniqueTopic("one", 1), "two", other.uniqueTopic("two", 1));
        try (var log = KafkaLog.open();
                var mq = connector();
                var first = new Load(mq.producer("one"), String.valueOf(topics.get("one")));
                var second = new Load(mq.producer("two"), String.valueOf(topics.get("two")))) {
            first.awaitMore();
            second.awaitMore();
            var before = Map.of("one", producers(mq, "one"), "two", producers(mq, "two"));
            long threads = producerThreads();

            change(Map.of(
                    "mq.pool.max-connections", "9",
                    "mq.connections.\"one\".producer.linger", "13ms",
                    "mq.connections.\"two\".producer.linger", "14ms",
                    "mq.connections.\"two\".client.brokers", "127.0.0.1:1"));
            awaitLine(log, "MQ1111", "connection 'two'");

            for (var name : List.of("default", "one", "two")) {
                assertThat(mq.pool(name).stats().maxCount()).as(name).isEqualTo(20);
            }
            before.forEach((name, producers) -> assertThat(producers(mq, name))
                    .as(name)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(producers));
            first.awaitMore();
            second.awaitMore();
            assertThat(lingers(mq, "one")).containsExactly(3L);
            assertThat(lingers(mq, "two")).containsExactly(4L);
            assertThat(first.failures()).isEmpty();
            assertThat(second.failures()).isEmpty();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(producerThreads())
                            .as("what was built for the first one is closed")
                            .isEqualTo(threads));

            change(Map.of("mq.connections.\"two\".client.brokers", other.bootstrapServers()));
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(lingers(mq, "one")).containsExactly(13L);
                assertThat(lingers(mq, "two")).containsExactly(14L);
            });
            first.awaitMore();
            second.awaitMore();
            assertThat(first.failures()).isEmpty();
            assertThat(second.failures()).isEmpty();
            assertThat(mq.pool("two").stats().maxCount()).isEqualTo(9);
        }
    }

    /** From a producer of ours those of all connections are found. */
    private static List<KafkaProducer<?, ?>> producers(Mq mq, String connection) {
        return Producers.of(mq.producer(connection)).stream()
                .filter(producer ->
                        String.valueOf(Producers.setting(producer, "client.id")).contains("-" + connection + "-"))
                .toList();
    }

    private static Set<Object> lingers(Mq mq, String connection) {
        return producers(mq, connection).stream()
                .map(producer -> Objects.requireNonNull(Producers.setting(producer, "linger.ms")))
                .collect(Collectors.toSet());
    }

    private static long producerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-producer-network-thread"))
                .count();
    }
}
