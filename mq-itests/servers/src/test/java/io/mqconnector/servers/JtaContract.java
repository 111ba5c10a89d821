// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.servers.orders.OrdersEjb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of a message that a session bean sends in the transaction in which it writes to a database that is no XA
 * resource, in each mode of {@code mq.producer.jta}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JtaContract {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final EmbeddedBroker broker = EmbeddedBroker.builder().start();
    private OrdersDatabase h2;
    private OrdersDatabase postgres;
    private AppServer server;
    private OrdersClient orders;
    /** The last one first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>(List.of(broker));

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    /** A mode, with the name of its connection factory, and where the order goes. */
    enum Mode {
        NONE("none", "h2"),
        AFTER_COMMIT("after", "h2"),
        OUTBOX_H2("outboxH2", "h2"),
        OUTBOX_POSTGRES("outboxPostgres", "postgres");

        private final String factory;
        private final String database;

        Mode(String factory, String database) {
            this.factory = factory;
            this.database = database;
        }
    }

    /**
     * How an order is sent.
     *
     * @param factory JNDI name of the connection factory
     * @param by connection or producer
     * @param database JNDI name of the data source; empty for none
     */
    record Sending(String factory, String by, String database) {}

    /** A server that runs. */
    abstract AppServer started(ServerSettings settings);

    /** Two data sources that are no XA resources, {@code h2} and {@code postgres}. */
    abstract void addDataSources(AppServer target, Map<String, OrdersDatabase> databases, Path directory);

    /** The resource adapter, connection factories with these properties, the application. */
    abstract void deploy(
            AppServer target, Administrator.Order order, Map<String, Map<String, String>> factories, Path directory);

    /** Starts relays of connection factories that the server makes at their first use. */
    void startRelays() {}

    /** Where a connection factory is bound. */
    abstract String factory(String name);

    /** Where a data source is bound. */
    abstract String dataSource(String name);

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        h2 = OrdersDatabase.h2();
        opened.push(h2);
        postgres = OrdersDatabase.postgres();
        opened.push(postgres);
        server = started(ServerSettings.named("jta"));
        opened.push(server);
        addDataSources(server, Map.of("h2", h2, "postgres", postgres), directory);
        var war = Archive.named("orders.war")
                .with(
                        "WEB-INF/beans.xml",
                        "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"3.0\""
                                + " bean-discovery-mode=\"annotated\"/>")
                .withPackageOf("WEB-INF/classes/", OrdersEjb.class);
        var adapter = Map.of(
                "brokers",
                broker.bootstrapServers(),
                "outboxRetryInterval",
                "1s",
                "producerJta",
                "outbox",
                "outboxDataSource",
                dataSource("postgres"));
        deploy(
                server,
                new Administrator.Order(ServerSettings.named("jta"), adapter, "orders", war, List.of()),
                Map.of(
                        "none",
                        Map.of("producerJta", "none"),
                        "after",
                        Map.of("producerJta", "after-commit", "producerMaxBlock", "1s"),
                        "enlist",
                        Map.of("producerJta", "enlist"),
                        "outboxH2",
                        Map.of("outboxDataSource", dataSource("h2")),
                        "outboxPostgres",
                        Map.of()),
                directory);
        orders = new OrdersClient(server);
    }

    @AfterAll
    void close() {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                throw new AssertionError("cannot close " + each, e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommittedOrderIsThereAndItsMessagesAre(Mode mode) {
        var topic = broker.uniqueTopic("commit", 1);

        var receipt = orders.order(sending(mode), topic, id(mode, "commit"), "commit");

        assertThat(receipt).isEqualTo(mode == Mode.NONE ? "written" : "pending");
        assertThat(database(mode).orders()).contains(id(mode, "commit"));
        awaitTexts(topic, id(mode, "commit"), id(mode, "commit-async"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(orders.outcome(id(mode, "commit-async")))
                        .isEqualTo(isOutbox(mode) ? "pending" : "written"));
    }

    @ParameterizedTest
    @EnumSource
    void ofAnOrderThatIsRolledBackNothingIsLeft(Mode mode) {
        for (String end : List.of("rollback", "exception")) {
            var topic = broker.uniqueTopic(end, 1);
            orders.order(sending(mode), topic, id(mode, end), end);
            // what was sent before is there by now
            var marker = id(mode, end + "-marker");
            orders.order(sending(mode), topic, marker, "commit");

            assertThat(database(mode).orders()).contains(marker).doesNotContain(id(mode, end));
            if (mode == Mode.NONE) {
                awaitTexts(topic, id(mode, end), id(mode, end + "-async"), marker, marker + "-async");
            } else {
                awaitTexts(topic, marker, marker + "-async");
                assertThat(orders.outcome(id(mode, end + "-async"))).isEqualTo("TRANSACTION_ROLLED_BACK NOT_WRITTEN");
            }
        }
    }

    /** One server dies with an order of each mode that is not committed, and one that is and cannot be sent yet. */
    @Test
    void whatACrashLeaves() {
        var begun = broker.uniqueTopic("begun", 1);
        var late = begun + ".late";
        for (Mode mode : Mode.values()) {
            if (mode != Mode.NONE) {
                orders.order(sending(mode), late, id(mode, "late"), "commit");
                assertThat(database(mode).orders()).contains(id(mode, "late"));
            }
            orders.begin(sending(mode), begun, id(mode, "begun"));
        }
        awaitTexts(begun, id(Mode.NONE, "begun"), id(Mode.NONE, "begun-async"));

        server.kill();
        broker.createTopic(late, 1);
        server.start();
        startRelays();

        awaitTexts(
                late,
                id(Mode.OUTBOX_H2, "late"),
                id(Mode.OUTBOX_H2, "late-async"),
                id(Mode.OUTBOX_POSTGRES, "late"),
                id(Mode.OUTBOX_POSTGRES, "late-async"));
        for (Mode mode : Mode.values()) {
            assertThat(database(mode).orders()).as("%s", mode).doesNotContain(id(mode, "begun"));
            // what is acknowledged is deleted after that
            await(mode + "")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(database(mode).outbox()).isEmpty());
        }
        assertThat(texts(begun)).as("of mode none only").hasSize(2);
        assertThat(texts(late)).as("after-commit loses it").hasSize(4);
    }

    @Test
    void anEnlistedSendIsVisibleAfterTheCommitOnly() {
        var topic = broker.uniqueTopic("enlist", 1);
        var alone = new Sending(factory("enlist"), "connection", "");

        assertThat(orders.order(alone, topic, "enlist-1", "rollback")).isEqualTo("written");
        assertThat(orders.order(alone, topic, "enlist-2", "commit")).isEqualTo("written");
        orders.order(alone, topic, "enlist-3", "exception");
        assertThat(orders.order(alone, topic, "enlist-4", "commit")).isEqualTo("written");

        awaitTexts(topic, "enlist-2", "enlist-2-async", "enlist-4", "enlist-4-async");
        assertThat(broker.endOffsets(topic).values().iterator().next())
                .as("readers without read_committed see those of the others, too")
                .isGreaterThanOrEqualTo(4 + 2 + 4);
    }

    @Test
    void anEnlistedSendBesideAnotherLocalResourceSaysWhyNot() {
        var topic = broker.uniqueTopic("refused", 1);
        var both = new Sending(factory("enlist"), "connection", dataSource("h2"));

        assertThat(orders.order(both, topic, "refused-1", "commit"))
                .startsWith("failed")
                .contains("with mq.producer.jta=enlist")
                .contains("outbox or after-commit are what works");
        assertThat(h2.orders()).doesNotContain("refused-1");
        assertThat(texts(topic)).isEmpty();
    }

    @Test
    void aProducerThatTheServerDoesNotKnowOfIsNotEnlisted() {
        var sending = new Sending(factory("enlist"), "producer", "");

        assertThat(orders.order(sending, broker.uniqueTopic("injected", 1), "unknown-1", "commit"))
                .startsWith("failed")
                .contains("send through MqConnectionFactory.getConnection()");
    }

    @Test
    void aProducerThatIsInjectedTakesPartToo() {
        var topic = broker.uniqueTopic("injected", 1);
        var sending = new Sending(factory("outboxH2"), "producer", dataSource("h2"));

        assertThat(orders.order(sending, topic, "injected-1", "rollback")).isEqualTo("pending");
        assertThat(orders.order(sending, topic, "injected-2", "commit")).isEqualTo("pending");

        awaitTexts(topic, "injected-2", "injected-2-async");
    }

    /** The first use of a connection factory. */
    void use(Mode mode) {
        var topic = broker.uniqueTopic("use", 1);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(orders.order(sending(mode), topic, id(mode, "use"), "commit"))
                        .isEqualTo("pending"));
    }

    private Sending sending(Mode mode) {
        return new Sending(factory(mode.factory), "connection", dataSource(mode.database));
    }

    private OrdersDatabase database(Mode mode) {
        return mode == Mode.OUTBOX_POSTGRES ? postgres : h2;
    }

    private static boolean isOutbox(Mode mode) {
        return mode == Mode.OUTBOX_H2 || mode == Mode.OUTBOX_POSTGRES;
    }

    private static String id(Mode mode, String what) {
        return mode + "-" + what;
    }

    private void awaitTexts(String topic, String... texts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(texts(topic)).containsExactlyInAnyOrder(texts));
    }

    private List<String> texts(String topic) {
        return broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()).stream()
                .map(ConsumerRecord::value)
                .toList();
    }
}
