// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong in the life of a resource adapter: it is configured wrongly, then rightly but without a broker, and then
 * the broker comes up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TroubleContract {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Of minutes that servers allow; the machine may be busy. */
    private static final Duration WELL_WITHIN = Duration.ofSeconds(60);

    private static final String TOPIC = "chat.orders";

    private final EmbeddedBroker broker = EmbeddedBroker.builder().start();
    private AppServer server;
    private String logOfWrong = "";
    private Duration deploymentWithoutBroker = Duration.ZERO;
    private String attemptWithoutBroker = "";

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    /** A stopped server. */
    abstract AppServer newServer(ServerSettings settings);

    /** Who deploys this on that server. */
    abstract Administrator administrator(Administrator.Order order, Path directory, AppServer target);

    /** Deploys a resource adapter that cannot start, returns what the server logged, and takes it out again. */
    abstract String logOfFailing(Administrator administrator);

    @BeforeAll
    void start(@TempDir Path directory) {
        List.of(TOPIC, "chat.failing", "chat.context").forEach(topic -> broker.createTopic(topic, 1));
        broker.stop(); // and keeps its ports
        server = newServer(ServerSettings.named("trouble"));
        server.start();
        var wrong = administrator(order(Map.of("brokers", "nonsense", "producerLinger", "abc")), directory, server);
        logOfWrong = logOfFailing(wrong);
        var right = administrator(order(Map.of("brokers", broker.bootstrapServers())), directory, server);
        right.prepare();
        long begin = System.nanoTime();
        right.deployAdapter();
        right.deployApplication();
        deploymentWithoutBroker = Duration.ofNanos(System.nanoTime() - begin);
        attemptWithoutBroker = new ChatClient(server).attempt(TOPIC, "too early");
        broker.start();
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
    void wrongSettingsEndTheStartAndAreToldAllAtOnce() {
        assertThat(logOfWrong)
                .contains("mq: 2 problems:")
                .contains(
                        "mq.client.brokers = 'nonsense' from the resource adapter's properties: 'nonsense' has no port;"
                                + " allowed host:port,host:port with ports 1 to 65535")
                .contains("mq.producer.linger = 'abc' from the resource adapter's properties: not a duration; allowed"
                        + " 0 to 1 h, as PT0.005S or 5ms")
                .doesNotContain("MQ1001 connector started");
    }

    @Test
    void anApplicationIsDeployedWithoutABroker() {
        assertThat(deploymentWithoutBroker).isLessThan(WELL_WITHIN);
        assertThat(attemptWithoutBroker).startsWith("MqSendException CONNECTION_FAILED: ");
    }

    @Test
    void messagesFlowWhenTheBrokerHasComeUp() {
        var chat = new ChatClient(server);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(chat.attempt(TOPIC, "late")).matches("0@\\d+"));
        for (String who : List.of("bean", "listener")) {
            await(who)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(chat.received(who))
                            .extracting(ChatClient.Delivery::text)
                            .contains("late")
                            .doesNotContain("too early"));
        }
    }

    private static Administrator.Order order(Map<String, String> adapter) {
        return new Administrator.Order(
                ServerSettings.named("trouble"), adapter, "chat", ChatArchives.war(), List.of("OrdersBean"));
    }
}
