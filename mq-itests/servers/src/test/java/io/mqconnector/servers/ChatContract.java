// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the chat application on every server, with the resource adapter deployed beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChatContract {
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(6);
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> TOPICS = List.of("chat.orders", "chat.failing", "chat.context");
    private static final List<String> GROUPS = List.of("bean", "listener");

    private KafkaBroker broker;
    private AppServer server;
    private ChatClient chat;

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    /** A stopped server, set up as its page in docs/servers says, with these brokers in place of the page's. */
    abstract AppServer newServer(String brokers, Path directory);

    /** Deploys resource adapter and application, as that page says. */
    abstract void deployTo(AppServer target, Path directory);

    /** Where the connection factory is bound. */
    abstract String factoryName();

    @BeforeAll
    void start(@TempDir Path directory) {
        // its own: the application's topics have the same names on every server
        broker = EmbeddedBroker.builder().start();
        for (String topic : TOPICS) {
            broker.createTopic(topic, topic.equals("chat.orders") ? 4 : 1);
        }
        server = newServer(broker.bootstrapServers(), directory);
        server.start();
        deployTo(server, directory);
        chat = new ChatClient(server);
    }

    @AfterAll
    void close() {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            broker.close();
        }
    }

    @Test
    void everyMessageArrivesInOrderWhateverSendsItAndWhateverReceivesIt() {
        int keys = 25;
        chat.send("chat.orders", 0, 4_000, keys, "rest", "");
        chat.send("chat.orders", 4_000, 250, keys, "bean", "");
        chat.send("chat.orders", 4_250, 250, keys, "ejb", "");
        chat.send("chat.orders", 4_500, 500, keys, "factory", factoryName());

        for (String who : GROUPS) {
            await(who)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(chat.received(who)).hasSizeGreaterThanOrEqualTo(5_000));
            var byKey = chat.received(who).stream()
                    .collect(Collectors.groupingBy(
                            ChatClient.Delivery::key,
                            Collectors.mapping(delivery -> Integer.parseInt(delivery.text()), Collectors.toList())));
            assertThat(byKey).as(who).hasSize(keys);
            byKey.forEach((key, numbers) -> assertThat(numbers)
                    .as(who + " " + key)
                    .hasSize(5_000 / keys)
                    .isSorted());
        }
    }

    @Test
    void whatFailedIsDeliveredAgainAndNeverCommitted() {
        var texts = List.of("exception", "checked", "error", "rollback", "timeout", "fine", "always");
        texts.forEach(text -> chat.sendText("chat.failing", text));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(attempts("failing-bean")).contains("always/3"));

        assertThat(attempts("failing-bean"))
                .startsWith(
                        "exception/1",
                        "exception/2",
                        "checked/1",
                        "checked/2",
                        "error/1",
                        "error/2",
                        "rollback/1",
                        "rollback/2",
                        "timeout/1",
                        "timeout/2",
                        "fine/1",
                        "always/1");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.committedOffsets("chat.failing.bean"))
                        .isEqualTo(Map.of(new TopicPartition("chat.failing", 0), (long) texts.indexOf("always"))));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(attempts("failing-listener")).contains("always/3"));
        assertThat(attempts("failing-listener"))
                .startsWith(
                        "exception/1",
                        "exception/2",
                        "checked/1",
                        "checked/2",
                        "error/1",
                        "error/2",
                        "rollback/1",
                        "timeout/1",
                        "fine/1",
                        "always/1");
        assertThat(broker.committedOffsets("chat.failing.listener"))
                .as("nothing at or behind the record that always fails")
                .allSatisfy((partition, offset) -> assertThat(offset).isLessThanOrEqualTo(texts.indexOf("always")));
    }

    @Test
    void aListenerHasItsApplicationAroundIt() {
        chat.sendText("chat.context", "first");
        chat.sendText("chat.context", "second");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chat.received("context")).hasSize(2));

        assertThat(chat.received("context"))
                .extracting(ChatClient.Delivery::note)
                .containsOnly("intercepted,motto,transaction,loader");
    }

    KafkaBroker broker() {
        return broker;
    }

    AppServer server() {
        return server;
    }

    ChatClient chat() {
        return chat;
    }

    private List<String> attempts(String who) {
        var attempts = new ArrayList<String>();
        chat.received(who).forEach(delivery -> attempts.add(delivery.text() + "/" + delivery.attempt()));
        return attempts;
    }
}
