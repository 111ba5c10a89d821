// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What the outbox promises, on whichever database. */
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
abstract class OutboxContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaBroker broker;
    private TestDatabase database;

    @SuppressWarnings("NullAway.Init") // before all tests
    OutboxContract(KafkaBroker broker) {
        this.broker = broker;
    }

    abstract TestDatabase open() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = open();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    void sendsWhatIsCommittedAndNothingElse() throws Exception {
        var topic = broker.uniqueTopic("outbox", 2);
        try (var mq = connect("plain");
                var outbox = mq.outbox(database.dataSource())) {
            database.send(outbox, topic, "a", "1", true);
            database.send(outbox, topic, "a", "2", false);
            database.send(outbox, topic, null, "3", true);
            try (Connection connection = database.dataSource().getConnection()) {
                outbox.send(
                        connection,
                        MqMessage.builder(topic)
                                .key("a")
                                .value("4")
                                .header("h", "x")
                                .partition(1)
                                .timestamp(1_700_000_000_000L)
                                .build());
            }
            awaitEmpty();

            var records = read(topic);
            assertThat(records).extracting(ConsumerRecord::value).containsExactlyInAnyOrder("1", "3", "4");
            assertThat(records)
                    .allSatisfy(record -> assertThat(record.headers().lastHeader(MqOutbox.MESSAGE_ID))
                            .isNotNull());
            var last = records.stream()
                    .filter(record -> "4".equals(record.value()))
                    .findFirst()
                    .orElseThrow();
            assertThat(last.partition()).isEqualTo(1);
            assertThat(last.timestamp()).isEqualTo(1_700_000_000_000L);
            assertThat(new String(last.headers().lastHeader("h").value(), StandardCharsets.UTF_8))
                    .isEqualTo("x");
        }
    }

    @Test
    void aMissingTopicStopsNothingElseAndIsSentToWhenItIsThere() throws Exception {
        var topic = broker.uniqueTopic("outbox", 1);
        var missing = topic + ".missing";
        try (var mq = connect("missing");
                var outbox = mq.outbox(database.dataSource())) {
            database.send(outbox, missing, "a", "1", true);
            database.send(outbox, missing, "a", "2", true);
            database.send(outbox, topic, "a", "3", true);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(database.waiting()).isEqualTo(2));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(database.texts("SELECT failure FROM mq_outbox WHERE failure IS NOT NULL"))
                                    .isNotEmpty()
                                    .allSatisfy(failure -> assertThat(failure).contains("does not exist")));

            broker.createTopic(missing, 1);
            awaitEmpty();

            assertThat(read(missing)).extracting(ConsumerRecord::value).containsExactly("1", "2");
            assertThat(read(topic)).extracting(ConsumerRecord::value).containsExactly("3");
        }
    }

    @Test
    void whatCannotBeWrittenFailsAtOnce() throws Exception {
        try (var mq = connect("failing");
                var outbox = mq.outbox(database.dataSource());
                Connection connection = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> outbox.send(connection, "no topic", "a", "1"))
                    .isInstanceOf(MqSendException.class)
                    .hasMessageContaining("is no topic name");
            var closed = database.dataSource().getConnection();
            closed.close();
            assertThatThrownBy(() -> outbox.send(closed, "t", "a", "1"))
                    .isInstanceOfSatisfying(
                            MqSendException.class, e -> assertThat(e.code()).isEqualTo(MqErrorCode.OUTBOX_FAILED))
                    .hasMessageContaining("not written to outbox mq_outbox");
        }
    }

    @Test
    void aClosedConnectorOpensNoOutbox() {
        var mq = connect("closed");
        mq.close();

        assertThatThrownBy(() -> mq.outbox(database.dataSource())).isInstanceOf(MqConnectionException.class);
    }

    @Test
    void losesNothingInventsNothingAndKeepsTheOrderOfKeysWhenProcessesAreKilled() throws Exception {
        long seed = Long.getLong("mq.seed", System.nanoTime());
        int rounds = Integer.getInteger("mq.outbox.kills", Boolean.getBoolean("mq.ci") ? 10 : 2);

        var violations = new KillRun(broker, database, Defect.NONE, seed).run(rounds);

        assertThat(violations).as("seed %s", seed).isEmpty();
    }

    private List<ConsumerRecord<String, String>> read(String topic) {
        return broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer());
    }

    private void awaitEmpty() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.waiting()).isZero());
    }

    private Mq connect(String instance) {
        return Mq.create(MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(instance)
                .set("mq.outbox.retry-interval", "1s")
                .build());
    }
}
